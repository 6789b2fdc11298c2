import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';
import type { en } from './en.ts';

const times = (value: number, n: Numbers): string => `${n.fixed(value)}-mal`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value, 2) : `${n.fixed(value, 2)} ± ${n.fixed(halfWidth, 2)}`;

export const de: typeof en = {
  title: 'Warum ℓ₀?',
  teaser: 'Zwei Strafen lassen Gewichte verschwinden. Was tun sie mit denen, die bleiben?',
  question: [
    'Zwei Arten, ein Netz beim Lernen Gewichte verlieren zu lassen. *R-L1* besteuert jedes Gewicht nach seiner Größe: je größer, desto teurer. *DRR* zählt beinahe: Ein Gewicht, das da ist, kostet gleich viel, ob groß oder klein. Beide drücken viele Gewichte gegen null, und was nahe bei null ist, wird abgeschnitten.',
    'Sieh dir die Gewichte an, die den Schnitt *überleben*. Jedes von ihnen hat die ganze Zeit seine Steuer bezahlt.',
  ],
  ask: 'Wie viele Male so groß ist ein typisches überlebendes Gewicht bei *DRR* wie bei *R-L1*? Unter 1: kleiner.',
  measure: 'Größe der Überlebenden: DRR durch R-L1',
  places: ['DRR durch R-L1'],
  value: (value, n) => times(value, n),
  exact: (value, n) => n.fixed(value, 2),
  tick: (value, n) => n.about(value),
  same: '1: gleich groß',
  run: 'Trainiert in diesem Browser LeNet-300-100 mit beiden Strafen bei α = 0,0003, schneidet ab und trainiert ohne Strafe weiter; drei Startwerte.',
  source: 'LeNet-300-100 mit 6.000 handgeschriebenen Ziffern; typisch: der Median von |w|',
  chart: { title: 'Größe der Überlebenden', subtitle: 'Median von |w|', x: ['nach dem Schnitt', 'weitertrainiert'] },
  finding: ({ ratio, shrinking, counting }, n) =>
    `Die Überlebenden von DRR sind ${times(ratio.value, n)} so groß wie die von R-L1. Fällt die Steuer weg, so wachsen die von R-L1 um ${n.percent(shrinking.value - 1)}, die von DRR um ${n.percent(counting.value - 1)}.`,
  check: {
    open: (ratio, n) =>
      `Das Verhältnis ist ${interval(ratio, n)}: Das Intervall enthält die 1, diese Startwerte können also nicht sagen, wessen Überlebende größer sind.`,
    counted: (shrinking, counting, n) =>
      `Eine Steuer auf die Größe zieht auch an den Gewichten, die gebraucht werden, und macht sie kleiner, als sie wären; eine Steuer aufs Dasein tut das nicht. Fällt sie weg, so wachsen die Überlebenden von R-L1 auf das ${interval(shrinking, n)}-Fache, die von DRR auf das ${interval(counting, n)}-Fache.`,
    shrunk: () =>
      'Hier sind die gezählten Gewichte kleiner herausgekommen. Sie überleben einen Schnitt an einer Schwelle, und auch auf deren Lage kommt es an: Sieh sie dir im Labor an.',
    side: (said, ratio, n) => `Du hast ${times(said, n)} gesagt; es sind ${interval(ratio, n)}.`,
    near: (said, ratio, n) => `Du hast ${times(said, n)} gesagt, und es sind ${interval(ratio, n)}.`,
    far: (said, ratio, n) =>
      `Die richtige Seite, aber nicht die Größe: Du hast ${times(said, n)} gesagt, und es sind ${interval(ratio, n)}.`,
  },
  sentence: { ask: 'Was tut eine Strafe auf die Größe, das eine auf die Zahl nicht tut?', begin: 'Eine Strafe auf die Größe …' },
  teacher: [
    'Zeichnen Sie zuerst beide Strafen über w: |w| ist eine Gerade, die von DRR, 1 − e^(−β|w|), flacht ab. Fragen Sie nach der Steigung bei großem w: Das ist der Zug.',
    'Typische falsche Antwort: „Beide drücken gegen null, also ist das Übrige gleich.“ Gleich sind sie in dem, was geht, nicht in dem, was bleibt.',
    'Vergleichen Sie hier keine Genauigkeiten: Bei gleichem α behält DRR viel weniger Gewichte. Davon handelt die Lektion „Ein ehrlicher Vergleich“.',
    'Im Labor stehen die Histogramme der Gewichte vor und nach dem Schnitt bei den Einzelheiten jedes Laufs.',
  ],
};
