import { expose } from 'comlink';
import { OurSide } from '../our-side.ts';

expose(new OurSide());
