import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';
import type { en } from './en.ts';

const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value) : `${n.fixed(value)} ± ${n.fixed(halfWidth)}`;

export const de: typeof en = {
  title: 'Lotterielose',
  teaser: 'Kann ein ausgedünntes Netz von Anfang an so gut lernen wie das ganze?',
  question: [
    'Trainiere ein Netz, wirf die kleinsten seiner Gewichte weg, und gib denen, die bleiben, ihre *ersten* Werte zurück, von vor dem Training. Was bleibt, ist ein *Los*: ein kleines Netz mit genau den Zahlen, mit denen es geboren wurde. Nun trainiere es.',
    'Lernt ein Los aus 5 % der Gewichte so gut wie das ganze Netz? Und kommt es darauf an, dass es diese 5 % sind und nicht irgendwelche?',
  ],
  ask: 'Wie viel Prozent neuer Ziffern liest jedes richtig? Ziehe die drei Marken.',
  measure: '% richtig',
  places: ['ganz', 'Los, 5 %', 'zufällige 5 %'],
  value: (value, n) => `${n.whole(value)} %`,
  exact: (value, n) => `${n.fixed(value, 2)} %`,
  tick: (value, n) => n.whole(value),
  run: 'Trainiert in diesem Browser LeNet-300-100: ganz, als Los, das in drei Runden gefunden wird, und mit zufälligen 5 % seiner trainierten Gewichte, weitertrainiert; fünf Startwerte.',
  source: 'LeNet-300-100 mit 6.000 handgeschriebenen Ziffern, geprüft an 3.000 anderen',
  finding: ({ toWhole, toRandom, isLevel }, n) =>
    `Das Los liegt ${n.fixed(Math.abs(toRandom.value))} Punkte ${toRandom.value < 0 ? 'hinter' : 'vor'} zufälligen 5 % und ${
      isLevel
        ? 'unterscheidet sich vom ganzen Netz nicht, soweit diese Startwerte es zeigen'
        : `${n.fixed(Math.abs(toWhole.value))} Punkte ${toWhole.value < 0 ? 'hinter' : 'vor'} dem ganzen Netz`
    }.`,
  check: {
    open: (gap, n) =>
      `Das Los liegt ${interval(gap, n)} Punkte vor zufälligen 5 %: Das Intervall enthält die Null, diese Startwerte können also nicht sagen, dass es darauf ankommt, welche Gewichte bleiben.`,
    seen: (gap, n) => `Gegenüber zufälligen 5 % hat das Los ${interval(gap, n)} Punkte.`,
    level: (gap, n) => `Gegenüber dem ganzen Netz hat es ${interval(gap, n)}: Diese Startwerte zeigen keinen Unterschied.`,
    apart: (gap, n) => `Gegenüber dem ganzen Netz hat es ${interval(gap, n)}.`,
    any: (ticket, random, n) => `Du hast ${n.whole(ticket)} % für das Los und ${n.whole(random)} % für zufällige 5 % gesagt.`,
    worse: (points, n) => `Du hast gesagt, dass das Los ${n.whole(points)} Punkte schlechter ist als das ganze Netz.`,
    why: 'Die meisten Gewichte dieses Netzes braucht es nicht für das, was sich aus diesen Ziffern lernen lässt. Das sagt so viel über das Netz wie über das Los.',
    right: 'Du hast gesagt, dass das Los mit dem ganzen Netz mithält und vor einem zufälligen Schnitt liegt, und so ist es.',
  },
  sentence: {
    ask: 'Womit müsste man ein Los vergleichen, bevor man es einen Glückstreffer nennt?',
    begin: 'Ich würde es vergleichen mit …',
  },
  teacher: [
    'Der Vergleich hier ist nicht die ganze Geschichte, und die Klasse kann herausfinden, warum: Die zufälligen 5 % werden aus einem trainierten Netz geschnitten und weitertrainiert, während das Los neu beginnt und in drei Trainingsrunden gefunden wurde.',
    'Zwei Kontrollen fehlen dem Labor noch: eine zufällige Maske mit den ersten Gewichten und die Maske des Loses mit anderen ersten Gewichten. Erst mit ihnen lässt sich sagen, ob Maske oder erste Gewichte das Los ausmachen.',
    'Der zufällige Schnitt kann eine Schicht fast abtrennen; seine Startwerte liegen weit auseinander. Mit dreien wäre der Unterschied nicht entschieden.',
    'Für eine längere Stunde: im Labor 99 % statt 95 %.',
  ],
};
