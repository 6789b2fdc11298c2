/** The one of Plotly's own helpers that the page replaces; @types/plotly.js has only what is public. */
declare module 'plotly.js/src/lib/index.js' {
  const lib: { syncOrAsync: typeof import('./slices.ts').takeSteps };
  export default lib;
}
