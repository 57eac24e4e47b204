import type { Prisma } from '#prisma'

export type Table = Prisma.ModelName
/** A row as code sees it: a column `text_sealed` is the plain `text`; the store seals on the way in and opens on the way out. */
export type Row<T extends Table> = Opened<Prisma.TypeMap['model'][T]['payload']['scalars']>
export type Opened<R> = { [K in keyof R as K extends `${infer Plain}_sealed` ? Plain : K]: R[K] }
