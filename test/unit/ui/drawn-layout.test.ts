/** What a figure hands to Plotly: everything, so that nothing of the drawing before it stays. The browser's part is in test/e2e/pages.spec.ts. */
import type { Layout } from 'plotly.js';
import { describe, expect, it } from 'vitest';
import { drawnLayout, meaningsOf } from '../../../src/ui/chart/drawn-layout.ts';
import { Zoom } from '../../../src/ui/chart/zoom.ts';

const drawn = (layout: object, zoom = new Zoom(), study = 'one') =>
  drawnLayout({ layout }, { study, width: 900, height: 400, zoom, drags: true });

describe('the layout of a drawing', () => {
  it('says of every axis how far it goes: a range that is there at times was filled with that of another study', () => {
    const axes = {
      xaxis: { range: [0, 1] },
      yaxis: {},
      xaxis2: { type: 'log', range: [-1, 3] },
      yaxis2: { autorange: 'reversed' },
    } as const;
    expect(drawn(axes)).toMatchObject({
      xaxis: { range: [0, 1], autorange: false, uirevision: false },
      yaxis: { autorange: true, uirevision: false },
      xaxis2: { range: [-1, 3], autorange: false, uirevision: false },
      yaxis2: { autorange: 'reversed', uirevision: false },
    });
  });

  it('has labels of several lines, which are no markup', () => {
    const layout = { yaxis: { tickvals: [0], ticktext: ['<b>one</b>,\ntwo'] } };
    expect(drawn(layout)).toMatchObject({ yaxis: { ticktext: ['&lt;b&gt;one&lt;/b&gt;,<br>two'] } });
  });

  it('keeps a zoom while the axis means the same, and drops it for another study, scale or quantity', () => {
    const zoom = new Zoom();
    const layout: Partial<Layout> = { xaxis: { range: [0, 1] }, yaxis: {}, yaxis2: { uirevision: 'loss' } };
    const meanings = meaningsOf({ layout }, 'one');
    zoom.note(
      { 'xaxis.range[0]': 0.2, 'xaxis.range[1]': 0.4, 'yaxis.range': [1, 2], 'yaxis2.range[0]': 5, 'yaxis2.range[1]': 6 },
      meanings,
    );
    expect(drawn(layout, zoom)).toMatchObject({
      xaxis: { range: [0.2, 0.4], autorange: false },
      yaxis: { range: [1, 2] },
      yaxis2: { range: [5, 6] },
    });
    // More points have come.
    expect(drawn({ ...layout, xaxis: { range: [0, 3] } }, zoom)).toMatchObject({ xaxis: { range: [0.2, 0.4] } });

    expect(drawn(layout, zoom, 'two')).toMatchObject({ xaxis: { range: [0, 1] }, yaxis: { autorange: true }, yaxis2: { autorange: true } });
    expect(drawn(layout, zoom, 'two').yaxis).not.toHaveProperty('range');
    expect(drawn({ ...layout, xaxis: { type: 'log', range: [-1, 3] } }, zoom)).toMatchObject({ xaxis: { range: [-1, 3] } });
    expect(drawn({ ...layout, yaxis2: { uirevision: 'accuracy' } }, zoom).yaxis2).not.toHaveProperty('range');
  });

  it('a title across that is wider than its axis goes on in a second line after its last comma, with room for it', () => {
    const title = { text: 'sparsity <b>, of the neurons, log scale' };
    const layout = { xaxis: { title }, yaxis: { title }, margin: { l: 58, r: 14, b: 46 } };
    const narrow = drawnLayout({ layout }, { study: 'one', width: 300, height: 300, zoom: new Zoom(), drags: true });
    expect(narrow.xaxis?.title?.text).toBe('sparsity &lt;b&gt;, of the neurons,<br>log scale');
    expect(narrow.yaxis?.title?.text).not.toContain('<br>');
    expect(narrow.margin?.b).toBeGreaterThan(46);
    expect(drawn(layout).xaxis?.title?.text).not.toContain('<br>');
    expect(drawn(layout).margin?.b).toBe(46);
  });

  it('goes back to all there is, axis by axis or as a whole', () => {
    const zoom = new Zoom();
    const layout: Partial<Layout> = { xaxis: { range: [0, 1] }, yaxis: {} };
    const meanings = meaningsOf({ layout }, 'one');
    zoom.note({ 'xaxis.range': [0.2, 0.4], 'yaxis.range': [1, 2] }, meanings);
    zoom.note({ 'yaxis.autorange': true }, meanings);
    expect(drawn(layout, zoom)).toMatchObject({ xaxis: { range: [0.2, 0.4] }, yaxis: { autorange: true } });
    zoom.reset();
    expect(drawn(layout, zoom)).toMatchObject({ xaxis: { range: [0, 1] } });
    // What is no range, and axes that are not drawn, are passed over.
    zoom.note({ 'xaxis.range': ['a', null], 'xaxis3.range': [1, 2], dragmode: 'pan' }, meanings);
    expect(drawn(layout, zoom)).toMatchObject({ xaxis: { range: [0, 1] } });
  });
});
