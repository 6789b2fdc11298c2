/** The worker that reads large result files: it exposes a ResultReader and holds no logic. */
import * as Comlink from 'comlink';
import { ResultReader } from '../src/lab/result-reader.ts';

Comlink.expose(new ResultReader());
