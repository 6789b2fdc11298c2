/**
 * Plotly with the trace types that the figures use: scatter comes with the core, bars and heat maps are added. A chunk of its own that is loaded after
 * the first paint; the parts left out (WebGL, maps, 3-D) are most of the full library, and some of them compile code at run time, which
 * the content-security policy forbids.
 */
import './node-global.ts';
import bar from 'plotly.js/lib/bar';
import Plotly from 'plotly.js/lib/core';
import heatmap from 'plotly.js/lib/heatmap';
import drawing from 'plotly.js/src/components/drawing/index.js';
import lib from 'plotly.js/src/lib/index.js';
import scatter from 'plotly.js/src/traces/scatter/index.js';
import { leavingMarkers, stylingOnce } from './kept-markers.ts';
import { takeSteps } from './slices.ts';

Plotly.register([bar, heatmap]);

// Its steps of drawing go through ours, which can wait between two of them.
lib.syncOrAsync = takeSteps;

// Markers that did not change are left alone.
scatter.plot = leavingMarkers(scatter.plot);
drawing.pointStyle = stylingOnce(drawing.pointStyle);

export default Plotly;
