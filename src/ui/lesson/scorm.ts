/**
 * A lesson as a SCORM 1.2 package: a page that a learning platform (Moodle, ILIAS, …) shows, with the lab in a frame. It reports by the
 * platform’s own interface how far the lesson is, and what was answered comes back at the next visit. No server but the platform’s and the
 * one that serves the lab.
 *
 * After ADL, SCORM Version 1.2, Content Aggregation Model (section 2.3) and Run-Time Environment (section 3), 2001.
 */
import type { ZipFile } from '../../coding/zip.ts';
import { xml } from '../../math/foreign-text.ts';
import { askingFor } from './embed.ts';

/** Most characters of `cmi.suspend_data` (SCORM 1.2 RTE, 3.4.4). */
const MOST_SUSPENDED = 4096;

const manifest = (title: string, id: string): string => xml`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${id}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="lesson">
    <organization identifier="lesson">
      <title>${title}</title>
      <item identifier="item" identifierref="page">
        <title>${title}</title>
        <adlcp:masteryscore>100</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
      <file href="scorm.js"/>
    </resource>
  </resources>
</manifest>
`;

const page = (title: string, url: string): string => xml`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <style>html, body, iframe { width: 100%; height: 100%; margin: 0; border: 0; } body { display: flex; flex-direction: column; } p { margin: 8px; font: 14px sans-serif; }</style>
  </head>
  <body>
    <p id="trouble" role="alert" hidden></p>
    <iframe id="lesson" src="${url}" title="${title}" allow="clipboard-write; fullscreen"></iframe>
    <script src="scorm.js"></script>
  </body>
</html>
`;

/** Runs in the platform’s page, which may be old: nothing newer than 2017. @param origin of the lab, the only one that is listened to */
const script = (origin: string): string => `(function () {
  'use strict';
  var ORIGIN = ${JSON.stringify(origin)};
  var frame = document.getElementById('lesson');

  function find(from) {
    for (var depth = 0; from && depth < 12; depth++) {
      if (from.API) return from.API;
      if (from.parent === from) return null;
      from = from.parent;
    }
    return null;
  }
  var api = null;
  try {
    api = find(window) || (window.opener ? find(window.opener) : null);
  } catch (error) {
    api = null;
  }
  var isOpen = api !== null && String(api.LMSInitialize('')) === 'true';
  if (!isOpen) {
    var trouble = document.getElementById('trouble');
    trouble.textContent = 'The learning platform does not answer, so nothing of this lesson is recorded there. The lesson itself works.';
    trouble.hidden = false;
  }
  var started = Date.now();
  var earlier = isOpen ? api.LMSGetValue('cmi.suspend_data') : '';
  // What was reached at an earlier visit stays: who comes back to look has not run the lesson again, and loses nothing by that.
  var isDone = isOpen && /^(completed|passed)$/.test(api.LMSGetValue('cmi.core.lesson_status'));
  var best = (isOpen && Number(api.LMSGetValue('cmi.core.score.raw'))) || 0;
  if (isOpen && api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') api.LMSSetValue('cmi.core.lesson_status', 'incomplete');

  window.addEventListener('message', function (event) {
    if (event.origin !== ORIGIN || event.source !== frame.contentWindow) return;
    var report = event.data;
    if (!report || report.type !== 'parsimony/lesson' || !isOpen) return;
    if (earlier) {
      // Once, when the lesson is there; what it says next has the answers in it.
      var answer = earlier;
      earlier = '';
      try {
        frame.contentWindow.postMessage({ type: 'parsimony/answer', answer: JSON.parse(answer) }, ORIGIN);
        return;
      } catch (error) {
        // Not ours: it is written anew.
      }
    }
    var kept = JSON.stringify(report.answer);
    if (kept.length <= ${MOST_SUSPENDED}) api.LMSSetValue('cmi.suspend_data', kept);
    api.LMSSetValue('cmi.core.score.min', '0');
    api.LMSSetValue('cmi.core.score.max', '100');
    best = Math.max(best, Math.round((100 * report.done) / report.parts));
    api.LMSSetValue('cmi.core.score.raw', String(best));
    if (!isDone) {
      isDone = report.done === report.parts;
      api.LMSSetValue('cmi.core.lesson_status', isDone ? 'completed' : 'incomplete');
    }
    api.LMSCommit('');
  });

  function two(number) {
    return (number < 10 ? '0' : '') + number;
  }
  window.addEventListener('pagehide', function () {
    if (!isOpen) return;
    isOpen = false;
    var seconds = Math.round((Date.now() - started) / 1000);
    api.LMSSetValue('cmi.core.session_time', two(Math.floor(seconds / 3600)) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60));
    api.LMSSetValue('cmi.core.exit', 'suspend');
    api.LMSFinish('');
  });
})();
`;

/** The files of the package. @param url of the lesson @param id letters and digits that no other lesson has */
export function scormFiles(url: string, title: string, id: string): ZipFile[] {
  const files = {
    'imsmanifest.xml': manifest(title, `parsimony-${id}`),
    'index.html': page(title, askingFor('report', url)),
    'scorm.js': script(new URL(url).origin),
  };
  return Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
}
