/** Those of Plotly's own functions that the page replaces; @types/plotly.js has only what is public. */
declare module 'plotly.js/src/lib/index.js' {
  const lib: { syncOrAsync: typeof import('./slices.ts').takeSteps };
  export default lib;
}

declare module 'plotly.js/src/components/drawing/index.js' {
  const drawing: { pointStyle: import('./kept-markers.ts').StylePoints };
  export default drawing;
}

declare module 'plotly.js/src/traces/scatter/index.js' {
  const scatter: { plot: import('./kept-markers.ts').PlotScatter };
  export default scatter;
}
