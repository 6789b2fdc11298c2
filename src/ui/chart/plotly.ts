/**
 * Plotly with the trace types that the figures use: scatter comes with the core, bar is added. A chunk of its own that is loaded after
 * the first paint; the parts left out (WebGL, maps, 3-D) are most of the full library, and some of them compile code at run time, which
 * the content-security policy forbids.
 */
import './node-global.ts';
import bar from 'plotly.js/lib/bar';
import Plotly from 'plotly.js/lib/core';

Plotly.register([bar]);

export default Plotly;
