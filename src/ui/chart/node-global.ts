/**
 * Plotly's dependencies read Node's name for the global object (has-hover asks `global.matchMedia` while it loads). This module is
 * imported before them.
 */
Object.assign(globalThis, { global: globalThis });
