// @ts-check
/**
 * What the lab may load and run. The build writes it into every page, for hosts that set no headers; our server sends it as a header too,
 * which is where workers take theirs from. It has no frame-ancestors, since the lab may be shown inside a frame.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  // WebAssembly is compiled at run time; text is never run as code.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  // Plotly positions its parts with style attributes.
  "style-src 'self' 'unsafe-inline'",
  // Plotly draws a figure into an image of its own on the way to PNG.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
