import type { Act } from '../../../engine/feature.ts'
import { card, event, insert, post, refuse, update } from '../../../engine/feature.ts'
import { inviteForm } from '../forms.ts'
import { greetingFor, type Invitable, invitable, mayEnd, mayInvite } from '../rules.ts'
import { findCommunities, findRole, findRoles } from '../store.ts'
import * as views from '../views/roster.ts'
import { welcomeStranger } from '../views/self.ts'
import { home, rolesOf, say, speakWith, useUp } from './self.ts'

export const invite: Act = {
  who: ['lead', 'officer'],
  side: 'desk',
  async form({ scene, records }) {
    const communities = await findCommunities(records)
    if (communities.length === 0) return refuse(views.noCommunity(scene.reader))
    const held = scene.roles.map(({ role }) => role)
    return inviteForm(
      scene.reader,
      invitable.filter((role) => mayInvite(held, role)),
      communities,
    )
  },
  async run(turn) {
    const { scene, precinct, ids, values, doors, records } = turn
    const role = values.role ?? 'ambassador'
    if (!mayInvite(rolesOf(turn), role)) return refuse(views.notYours(scene.reader))
    const communities = await findCommunities(records)
    const community = communities.find(({ id }) => id === values.community) ?? communities[0]
    const id = ids.uuid()
    const { code, hash } = ids.code()
    const label = values.label?.trim() ?? ''
    const row = {
      precinct_id: precinct,
      id,
      person_id: null,
      role,
      community_id: role === 'ambassador' ? (community?.id ?? null) : null,
      label,
      state: 'invited',
    }
    const expires_at = new Date(scene.now.getTime() + turn.terms.code)
    return say(
      views.invitation(scene.reader, { label, role, ways: doors.ways(code) }),
      insert('role', row),
      insert('code', { hash, kind: 'people.accept', precinct_id: precinct, subject: id, expires_at }),
      event('invited', id, greetingFor(rolesOf(turn)), { role }),
    )
  },
}

/** The first to open the link holds the role. */
export const accept: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject, records } = turn
    const role = await findRole(records, precinct, subject)
    if (!turn.code || !scene.person || role?.state !== 'invited') return refuse(welcomeStranger(scene.reader))
    return {
      effects: [
        ...useUp(turn),
        ...speakWith(turn, precinct),
        update(
          'role',
          { precinct_id: precinct, id: role.id },
          { person_id: scene.person.id, state: 'active' },
          role.version,
        ),
        event('accepted', role.id, role.role, { role: role.role }),
        post(home(turn), 'people.greeting', { role: greetingFor([role.role, ...rolesOf(turn)]) }),
        card({ purpose: 'desk' }, 'people.desk', precinct),
      ],
    }
  },
}

export const list: Act = {
  who: ['lead'],
  side: 'engine',
  async run({ scene, records }) {
    const rows = await findRoles(records)
    const shown = rows.map(({ id, label, role, state, person_id }) => ({
      id,
      label,
      role: role as Invitable,
      state: state as 'invited' | 'active',
      own: person_id === scene.person?.id,
    }))
    return say(views.roster(scene.reader, { rows: shown }))
  },
}

export const end: Act = {
  who: ['lead'],
  side: 'engine',
  async run({ scene, records, precinct, subject }) {
    const role = await findRole(records, precinct, subject)
    if (!role) return refuse(views.roster(scene.reader, { rows: [] }))
    return say(views.endSure(scene.reader, { id: role.id, label: role.label }))
  },
}

/** Takes effect on the very next thing that person does: roles are looked up afresh every time. */
export const endSure: Act = {
  who: ['lead'],
  side: 'engine',
  async run({ scene, records, precinct, subject }) {
    const role = await findRole(records, precinct, subject)
    if (!role || role.state === 'ended') return refuse(views.ended(scene.reader, { label: role?.label ?? '' }))
    if (!mayEnd(true, role.person_id === scene.person?.id)) return refuse(views.notYours(scene.reader))
    return say(
      views.ended(scene.reader, { label: role.label }),
      update('role', { precinct_id: precinct, id: role.id }, { state: 'ended' }, role.version),
      event('role_ended', role.id, 'lead', { role: role.role }),
      ...(role.person_id ? [post({ person: role.person_id }, 'people.role_ended')] : []),
      card({ purpose: 'desk' }, 'people.desk', precinct),
    )
  },
}
