/** The servers that the sandbox can be, as users choose them, the usual one first. Apart from the profiles, so that a list of names loads no VM. */
export const PROFILE_NAMES = ['7.0.15', '7.0.15 upstream', '6.2.16', '7.2.6', '7.4.1'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

export const DEFAULT_PROFILE: ProfileName = '7.0.15';

export const isProfileName = (text: string): text is ProfileName => (PROFILE_NAMES as readonly string[]).includes(text);
