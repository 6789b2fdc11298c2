/** How a method is drawn: a colour of the palette and a marker, the same in every figure. */

export type Hue = 'blue' | 'orange' | 'green' | 'purple' | 'ochre' | 'grey';
export type Shape = 'circle' | 'x' | 'square' | 'diamond' | 'triangle-up' | 'triangle-down' | 'pentagon' | 'star';

/** Inside a family no two methods have both in common; those of different families never share a figure. */
export type Look = readonly [Hue, Shape];

/** What is asked of a method whatever its family. */
export interface NamedMethod {
  readonly id: string;
  readonly title: string;
  readonly look: Look;
}
