/** Roles that an invitation can give today. */
export const invitable = ['ambassador', 'officer', 'lead'] as const
export type Invitable = (typeof invitable)[number]

/** Who may invite whom: officers know ambassadors; only a lead makes police. */
export const mayInvite = (roles: readonly string[], role: string): role is Invitable =>
  roles.includes('lead') ? invitable.includes(role as Invitable) : roles.includes('officer') && role === 'ambassador'

/** A lead cannot end their own role: a precinct without a lead has nobody to ask. */
export const mayEnd = (lead: boolean, own: boolean): boolean => lead && !own

/** What the first screen says, by the strongest role that a person holds. */
export function greetingFor(roles: readonly string[]): 'lead' | 'officer' | 'ambassador' | 'resident' {
  for (const role of ['lead', 'officer', 'ambassador'] as const) if (roles.includes(role)) return role
  return 'resident'
}
