/** The worker that codes texts: it exposes a TextArchiver and holds no logic. */
import * as Comlink from 'comlink';
import { loadInBrowser } from '../src/data/text-archive/browser-engine.ts';
import { TextArchiver } from '../src/study/text-archiver.ts';

Comlink.expose(new TextArchiver(loadInBrowser));
