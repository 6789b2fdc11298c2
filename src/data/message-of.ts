/** What was thrown, as a sentence to show: anything can be thrown, and not everything has a message. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
