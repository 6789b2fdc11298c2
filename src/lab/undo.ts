/** Milliseconds in which a deletion can be undone; the room is given back after them. */
export const UNDO_MS = 20_000;
