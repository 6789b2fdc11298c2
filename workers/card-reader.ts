/** The worker that asks the cards of the papers how they stand: it exposes a CardReader and holds no logic. */
import * as Comlink from 'comlink';
import { CardReader } from '../src/lab/card-reader.ts';

Comlink.expose(new CardReader());
