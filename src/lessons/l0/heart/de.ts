import { pow } from '../../../math/elementary.ts';
import type { Numbers } from '../../language.ts';
import type { en } from './en.ts';

const times = (value: number, n: Numbers): string => `${n.about(pow(10, value), 2)}×`;

const fold = (value: number, n: Numbers): string => `${n.about(pow(10, value), 2)}-Fache`;

export const de: typeof en = {
  title: 'Auswendig lernen',
  teaser: 'Ein großes Netz und wenige Beispiele: Wie sehr macht es sich etwas vor?',
  question: [
    'Ein Netz aus 751 Zahlen lernt eine Kurve aus verrauschten Punkten: aus *30*, aus *100*, aus *300*. Mit mehr Zahlen als Punkten kann es sich die Punkte einfach merken, samt dem Rauschen. Dann stimmt es fast auf dem, was es gesehen hat, und ist falsch auf neuen Punkten.',
    'Der Fehler auf *neuen* Punkten durch den auf *gelernten* sagt, wie sehr es sich etwas vormacht: 1 ist ehrlich.',
  ],
  ask: 'Wie viele Male größer wird der Fehler auf neuen Punkten sein? Ziehe die drei Marken; jeder Schritt der Achse ist ein Faktor zehn.',
  measure: 'Fehler auf neuen durch Fehler auf gelernten Punkten',
  places: ['30 Punkte', '100 Punkte', '300 Punkte'],
  value: (value, n) => times(value, n),
  exact: (value, n) => `10^${n.fixed(value, 2)}`,
  tick: (value, n) => times(value, n),
  run: 'Trainiert in diesem Browser ein kleines Netz: aus drei Anzahlen von Punkten, bei 30 auch mit einer Strafe auf seine Gewichte; fünf Startwerte.',
  source: 'Ein Schüler aus 751 Zahlen lernt von einem Lehrer aus 72, Rauschen 0,08; Strafe: DRR mit α = 0,0003',
  chart: {
    title: 'Mittlere quadratische Fehler',
    subtitle: 'logarithmisch; Mittel über die Startwerte',
    x: ['30', '100', '300'],
    plain: 'neue Punkte',
    penalised: 'mit Strafe',
    learned: 'gelernte Punkte',
  },
  finding: ({ few, many, helps }, n) =>
    `Aus 30 Punkten gelernt ist der Fehler auf neuen das ${fold(few.value, n)} dessen auf gelernten, aus 300 nur das ${fold(many.value, n)}. ${
      helps === null
        ? 'Ob die Strafe bei 30 Punkten auf neuen hilft, lassen diese Startwerte offen.'
        : helps
          ? 'Eine Strafe auf die Gewichte macht das Netz auf neuen Punkten besser.'
          : 'Eine Strafe auf die Gewichte macht es hier auf neuen Punkten schlechter.'
    }`,
  check: {
    open: (few, many, n) =>
      `Das Verhältnis ist etwa ${times(few.value, n)} bei 30 Punkten und ${times(many.value, n)} bei 300, aber von Startwert zu Startwert schwankt es ebenso stark: Niemand kann sagen, dass es fällt.`,
    seen: ({ few, middle, many }, n) => `Es ist ${times(few.value, n)}, dann ${times(middle.value, n)}, dann ${times(many.value, n)}.`,
    way: (few, many, n) => `Du hast ${times(few, n)} bei 30 Punkten und ${times(many, n)} bei 300 gesagt.`,
    why: 'Wenige Punkte lassen sich einzeln merken, und dann sagt der Fehler auf gelernten nichts. Viele nicht: Was zu allen passt, muss nahe an der Kurve sein.',
    falls: 'Du hast gesagt, dass es mit mehr Punkten fällt, und so ist es.',
    distance: (factor, off, n) =>
      factor < 1.5
        ? 'Bei 30 Punkten warst du nah dran.'
        : `Bei 30 Punkten lagst du um ${n.about(factor, 2)}× zu ${off < 0 ? 'tief' : 'hoch'}.`,
  },
  sentence: { ask: 'Warum ist der Fehler auf gelernten Punkten kein Maß für ein Netz?', begin: 'Er ist keines, weil …' },
  teacher: [
    'Die typische Vorhersage ist bei 30 Punkten viel zu niedrig: zwei oder drei. Der Fehler auf gelernten kann fast null sein, das Verhältnis hat also kein oberes Ende; ein Startwert kann 10.000 ergeben.',
    'Darum werden die Startwerte als Zehnerpotenzen gemittelt, und darum sieht die Prüfung auf die Richtung und nicht auf die Zahl.',
    'Die Strafe macht das Netz kleiner und seinen Fehler auf gelernten Punkten größer. Welche der drei Linien sähe jemand, der keine Testmenge hat?',
    'Für eine längere Stunde: die Läufe im Labor öffnen, α von 0,0001 bis 0,01 hinzufügen und das U des Testfehlers suchen; wo es am tiefsten ist, hängt von der Zahl der Punkte ab, und man braucht viele Startwerte, um es zu sehen.',
  ],
};
