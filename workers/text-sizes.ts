/** The worker that packs texts by conventional compressors: it exposes a TextSizer and holds no logic. */
import * as Comlink from 'comlink';
import { liblzmaFile } from '../src/study/liblzma-file.ts';
import { TextSizer } from '../src/study/text-sizer.ts';

Comlink.expose(new TextSizer(liblzmaFile));
