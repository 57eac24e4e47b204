import type { Attachment, Place } from '#contract'
import type { File } from './wire.ts'

/** What a view carries so that its answers come back to the form and the place it was asked in. */
export function pack(form: string, place: Place): string {
  return JSON.stringify({ form, place: place.ref })
}

export function unpack(metadata: string): { form: string; place?: string } {
  try {
    const { form, place } = JSON.parse(metadata) as { form?: unknown; place?: unknown }
    return { form: typeof form === 'string' ? form : '', ...(typeof place === 'string' && { place }) }
  } catch {
    return { form: metadata }
  }
}

/** The private chat goes by the account, however it was reached, so that the engine sees one place. Threads are no places. */
export function placed(workspace: string, channel: string | undefined, account: string): Place {
  const isPrivate = channel === undefined || /^[DUW]/u.test(channel)
  return { platform: 'slack', workspace, ref: isPrivate ? account : channel, kind: isPrivate ? 'private' : 'group' }
}

export function attachments(files: readonly File[] = []): Attachment[] {
  return files.map(({ id, mimetype = '', subtype, size }) => {
    const voice = subtype === 'slack_audio' || mimetype.startsWith('audio/')
    const kind = voice ? 'voice' : mimetype.startsWith('image/') ? 'photo' : 'file'
    return { kind, ref: id, ...(size !== undefined && { bytes: size }) }
  })
}
