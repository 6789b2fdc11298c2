import type { Numbers } from '../../language.ts';
import type { en } from './en.ts';

const bytes = (value: number, n: Numbers): string => (value < 9950 ? `${n.whole(value)} Byte` : `${n.about(value / 1000)} kB`);
const short = (value: number, n: Numbers): string => (value < 1000 ? `${n.whole(value)} B` : `${n.about(value / 1000, 2)} kB`);

const messages = ['nur die Labels', 'das ganze Netz und seine Fehler', 'das beste ausgedünnte Netz und seine Fehler'];

export const de: typeof en = {
  title: 'Was ist ein Netz wert?',
  teaser: 'Wie verschickt man 10.000 Labels am kürzesten?',
  question: [
    'Du hast 10.000 Bilder von Ziffern, und eine Freundin hat sie auch. Ihr fehlen die Labels: Welches Bild ist eine 0, welches eine 7? Du kannst die *Labels* schicken, wie sie sind. Oder du trainierst ein *Netz* darauf und schickst das Netz: Sie lässt es die Bilder lesen, und du ergänzt nur, was es *falsch* macht.',
    'Ein Netz, das seine Daten gut erklärt, braucht wenig Korrekturen. Aber es muss selbst verschickt werden: Jedes Gewicht sind Bytes.',
  ],
  ask: 'Welche Nachricht ist die kürzeste, welche die längste? Bringe sie in eine Reihenfolge.',
  measure: 'Bytes der Nachricht',
  places: messages,
  value: (value, n) => bytes(value, n),
  exact: (value, n) => `${n.whole(value)} Byte`,
  tick: (value, n) => short(value, n),
  run: 'Trainiert in diesem Browser LeNet-300-100, ganz und mit 90 bis 99,8 % weniger Gewichten, mit zwei Startwerten.',
  source: 'LeNet-300-100, der kürzeste von mehreren Codes für seine Gewichte, und 10.000 Labels von MNIST',
  legend: 'Mittel über die Startwerte',
  chart: {
    title: 'Immer weiter ausgedünnt',
    subtitle: 'Netz und Fehler, Bytes (logarithmisch)',
    x: ['90 %', '98 %', '99,5 %', '99,8 %'],
    line: 'Netz und Fehler',
    labels: 'nur die Labels',
  },
  finding: ({ whole, best, labels, paysFrom }, n) =>
    `Die Labels brauchen ${bytes(labels.value, n)}, das ganze Netz ${bytes(whole.value, n)}, das beste ausgedünnte ${bytes(best.value, n)}.${paysFrom === null ? '' : ` Ein Netz lohnt sich, wenn es mehr erklärt: hier ab etwa ${n.about(paysFrom, 2)} Labels.`}`,
  check: {
    close: (a, b) =>
      `„${messages[a]}“ und „${messages[b]}“ liegen so nah beieinander, dass diese Startwerte nicht sagen können, was kürzer ist.`,
    seen: (order, paysFrom, n) =>
      `Die kürzeste zuerst: ${order.map((thing) => messages[thing]).join('; dann ')}.${paysFrom === null ? '' : ` Was ein Netz kostet, zahlt man einmal; was es spart, wächst mit jedem Label: Mit 98 % weniger Gewichten wäre es ab etwa ${n.about(paysFrom, 2)} Labels kürzer als sie.`}`,
    right: 'Deine Reihenfolge stimmt.',
    first: (said, first) => `Du hast „${messages[said]}“ für die kürzeste gehalten; es ist „${messages[first]}“.`,
    last: (order) => `Die kürzeste stimmt, aber „${messages[order[1]]}“ kommt vor „${messages[order[2]]}“.`,
  },
  sentence: { ask: 'Wann ist ein Netz seine Bytes wert?', begin: 'Es ist sie wert, wenn …' },
  teacher: [
    'Die meisten setzen das Netz an die erste Stelle: Es liest fast alles richtig, also gibt es wenig zu korrigieren. Fragen Sie, wie viele Bytes 266.610 Zahlen zu vier Byte sind.',
    'Das ist der Gedanke der kürzesten Beschreibung (minimum description length): Ein Modell ist gut, wenn Modell und Korrekturen zusammen kurz sind. Die Genauigkeit allein sieht den ersten Teil nicht.',
    'Die kürzeste ausgedünnte Nachricht ist die eines Netzes, das fast nicht mehr lesen kann: Je weniger Daten, desto einfacher das beste Modell. Wo in der zweiten Zeichnung beginnen die Fehler zu kosten?',
    'Für eine längere Stunde: die Läufe im Labor öffnen, ein trainiertes Netz anwählen und es von Hand ausdünnen, während die Summe danebensteht.',
  ],
};
