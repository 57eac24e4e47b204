import type { Draft } from './posts.ts'
import type { World } from './world.ts'

export type MediaKind = 'photo' | 'voice' | 'file'

/** A message with something attached; there is no way here to download it. */
export function attachment(world: World, kind: MediaKind): Draft {
  const id = `twin-${kind}-${world.order}`
  const file = { file_id: id, file_unique_id: `u${world.order}`, file_size: 48_213 }
  if (kind === 'voice') return { voice: { ...file, duration: 7, mime_type: 'audio/ogg' } }
  if (kind === 'file') return { document: { ...file, file_name: 'letter.pdf', mime_type: 'application/pdf' } }
  const small = { ...file, file_id: `${id}-s`, file_unique_id: `${file.file_unique_id}s`, file_size: 1_402 }
  return {
    photo: [
      { ...small, width: 90, height: 67 },
      { ...file, width: 1280, height: 960 },
    ],
  }
}
