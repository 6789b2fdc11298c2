const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const daysAndTimes = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** “14:03:12”, in local time. @param at milliseconds since 1970 */
export const timeOf = (at: number): string => times.format(at);

/** “1 Dec 2026, 14:03”, in local time; as it stands where it is no time. @param at ISO 8601, as a file from elsewhere has it */
export const dayAndTimeOf = (at: string): string => (Number.isNaN(Date.parse(at)) ? at : daysAndTimes.format(Date.parse(at)));
