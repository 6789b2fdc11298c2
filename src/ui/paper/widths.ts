/** Width of a column and of a page in millimetres, and how high axes are: with their names, as Plotly draws them, and without, as pgfplots does. */
export const paperWidths = [
  { width: 84, title: 'Column, 84 mm', height: 60, axes: 46 },
  { width: 174, title: 'Page, 174 mm', height: 85, axes: 70 },
] as const;
export type PaperWidth = (typeof paperWidths)[number];
