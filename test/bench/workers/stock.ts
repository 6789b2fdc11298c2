import { expose } from 'comlink';
import { StockSide } from '../stock-side.ts';

expose(new StockSide());
