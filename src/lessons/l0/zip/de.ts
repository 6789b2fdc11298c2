import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';
import type { en } from './en.ts';

const kb = (value: number, n: Numbers): string => `${n.whole(value)} kB`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? kb(value, n) : `${n.whole(value)} ± ${n.about(halfWidth, 2)} kB`;

export const de: typeof en = {
  title: 'Ein Netz als Zip-Programm',
  teaser: 'Macht ein Netz, das in diesem Tab trainiert wird, einen Roman so kurz wie gzip?',
  question: [
    'Moby-Dick, 1.090 kB davon. *gzip* macht 441 kB daraus. Auch ein Netz, das den nächsten Buchstaben rät, kann ihn codieren: Je sicherer es sich des Buchstabens ist, der kommt, desto weniger Bits kostet er.',
    'Aber wer decodiert, braucht das Netz. Entweder es wird *mitgeschickt*, und seine Bytes zählen. Oder nichts wird geschickt: Beide Seiten beginnen mit demselben untrainierten Netz und trainieren es *unterwegs*, an dem, was schon da ist.',
  ],
  ask: 'Der kürzeste dieser Wege, mit einem kleinen Netz: wie viele Kilobyte, *das Netz mitgezählt*?',
  measure: 'Kilobyte des Romans',
  places: ['bestes Netz'],
  value: (value, n) => kb(value, n),
  exact: (value, n) => `${n.fixed(value)} kB`,
  tick: (value, n) => n.whole(value),
  program: (name, value) => `${name}: ${Math.round(value)} kB`,
  run: 'Trainiert in diesem Browser einen Transformer aus 18.293 Zahlen, zum Mitschicken und auf zwei Arten unterwegs; zwei Startwerte.',
  source: 'Moby-Dick ohne die Teile zum Prüfen; ein Transformer mit einem Block, Breite 32',
  chart: {
    title: 'Drei Wege',
    subtitle: 'kB von Netz und Text',
    x: ['geschickt', 'unterwegs', 'unterwegs, wiederholt'],
    line: 'Netz',
  },
  finding: ({ sent, onePass, replayed }, isShorter, n) =>
    `Mitgeschickt brauchen Netz und Roman ${kb(sent.value, n)}; unterwegs gelernt ${kb(onePass.value, n)}, und ${kb(replayed.value, n)}, wenn aus jedem Stück noch einmal gelernt wird. ${isShorter ? 'Das schlägt gzip; zstd braucht 368 kB.' : 'gzip braucht 441 kB, und kein Training.'}`,
  check: {
    open: (best, n) =>
      `Der beste Weg braucht ${interval(best, n)}: zu nah an den 441 kB von gzip, als dass diese Startwerte sagen könnten, was kürzer ist.`,
    seen: (best, isSent, isShorter, n) =>
      `Am kürzesten ist das Netz, das ${isSent ? 'mitgeschickt' : 'unterwegs gelernt'} wird, ${interval(best, n)}: ${isShorter ? 'kürzer als gzip' : 'länger als gzip'}. ${isSent ? 'Seine eigenen Bytes sind wenige neben dem, was es spart.' : 'Es kostet keine eigenen Bytes, aber den Anfang des Buchs codiert ein Netz, das noch nichts weiß.'}`,
    level: 'Mitgeschickt oder unterwegs gelernt, mit Wiederholung: Diese Startwerte können nicht sagen, was kürzer ist.',
    near: (said, best, n) => `Du hast ${kb(said, n)} gesagt, und es sind ${kb(best.value, n)}.`,
    far: (said, best, n) => `Du hast ${kb(said, n)} gesagt; es sind ${kb(best.value, n)}.`,
  },
  sentence: {
    ask: 'Wann ist es besser, ein Netz mitzuschicken, als es unterwegs lernen zu lassen?',
    begin: 'Mitschicken ist besser, wenn …',
  },
  teacher: [
    'In den meisten Klassen gibt es zwei Lager: „Netze schlagen alles“ und „Dafür sind Zip-Programme gemacht“. Beide können recht haben: Es hängt von den Minuten des Trainings und von der Länge des Texts ab.',
    'Fragen Sie, warum beim Lernen unterwegs kein Netz in der Nachricht steht: Der Decoder wiederholt das Training genau, bis aufs letzte Bit.',
    'Das Intervall über zwei Startwerte ist breit in Standardfehlern, aber schmal in Kilobyte: So lange Texte schwanken wenig von Startwert zu Startwert.',
    'Für eine längere Stunde: die Läufe im Labor öffnen, das Netz breiter machen oder öfter wiederholen; mit Breite 64 und drei Wiederholungen braucht der Roman 366 kB.',
  ],
};
