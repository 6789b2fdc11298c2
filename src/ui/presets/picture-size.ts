/** The pictures of presets, in their own units. */
export const WIDTH = 240;
export const HEIGHT = 84;
