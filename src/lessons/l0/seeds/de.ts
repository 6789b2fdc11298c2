import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';
import type { en } from './en.ts';

const seedsOf = (amount: number, n: Numbers): string => n.plural(amount, 'Startwert', 'Startwerte');
const bytes = ({ value, halfWidth }: Place, n: Numbers): string =>
  `${n.whole(Math.abs(value))}${halfWidth === null ? '' : ` ± ${n.whole(halfWidth)}`} Byte`;
const ahead = ({ value }: Place): string => (value >= 0 ? 'R-L1' : 'DRR');

export const de: typeof en = {
  title: 'Ein ehrlicher Vergleich',
  teaser: 'Ein Verfahren liegt vorn. Nach wie vielen Startwerten würdest du darauf wetten?',
  question: [
    'Zwei Verfahren, *R-L1* und *DRR*, machen ein Netz klein, während es lernt. Welches gibt die kürzere Beschreibung: Netz und Fehler zusammen, in Bytes? Trainiert man jedes einmal, so liegt eines vorn. Trainiert man mit einem anderen *Startwert*, also anderen ersten Gewichten, so kommen andere Zahlen heraus.',
    'Jedes Verfahren hat eine Stärke α. Hier bekommt jedes für jeden Startwert sein bestes α.',
  ],
  ask: 'Ab wie vielen Startwerten würdest du auf das *wetten*, was vorn liegt? Nenne die Zahl, ab der das 95-%-Intervall des Unterschieds die Null nicht mehr enthält.',
  measure: 'Startwerte, die es braucht',
  places: ['Startwerte, bis du wettest'],
  value: (value, n) => seedsOf(value, n),
  exact: (value, n) => seedsOf(value, n),
  tick: (value, n) => n.whole(value),
  legend: 'die erste Zahl von Startwerten, ab der das Intervall die Null nicht mehr enthält',
  run: 'Trainiert in diesem Browser ein kleines Netz an 300 verrauschten Punkten: zwei Verfahren, drei Stärken, drei Startwerte.',
  source: 'Ein Schüler aus 751 Zahlen lernt von einem Lehrer aus 72, an 300 Punkten',
  chart: {
    title: 'Bytes, um die R-L1 kürzer ist',
    subtitle: 'Mittel und 95-%-Intervall bis dahin',
    after: (amount, n) => n.plural(amount, 'Startwert', 'Startwerte'),
    best: 'jedes mit bestem α',
    same: 'beide mit α = 0,001',
    none: 'kein Unterschied',
  },
  finding: ({ best, same, needed, changes }, n) =>
    `${
      needed === null
        ? `Jedes mit seinem besten α, können ${seedsOf(best.dots.length, n)} die beiden nicht unterscheiden.`
        : `Jedes mit seinem besten α, ist ${ahead(best)} um ${bytes(best, n)} kürzer, und ${n.plural(needed, 'Startwert zeigt', 'Startwerte zeigen')} es.`
    } Mit einem α für beide hat die Führung ${changes === 0 ? 'nie' : changes === 1 ? 'einmal' : `${n.whole(changes)}-mal`} gewechselt: ${ahead(same)} liegt am Ende um ${bytes(same, n)} vorn.`,
  check: {
    open: (best, n) =>
      `Nach ${n.plural(best.dots.length, 'Startwert', 'Startwerten')} beträgt der Unterschied ${bytes(best, n)}: Das Intervall enthält die Null, niemand kann also schon sagen, wer vorn liegt.`,
    seen: (best, needed, n) =>
      `Jedes mit seinem besten α, ist ${ahead(best)} um ${bytes(best, n)} kürzer; es brauchte ${seedsOf(needed, n)}, um das zu sagen.`,
    sameOpen: (same, changes, n) =>
      `Mit α = 0,001 für beide lassen ${seedsOf(same.dots.length, n)} es offen, ${bytes(same, n)}${changes > 0 ? ', und die Führung wechselte unterwegs' : ''}: Da geht es vor allem darum, wem dieses α liegt.`,
    sameClear: (same, n) =>
      `Mit α = 0,001 für beide ist es ${ahead(same)} mit ${bytes(same, n)}: Was man gleich hält, ist ein Teil der Antwort.`,
    one: 'Du würdest nach einem Startwert wetten. Ein Startwert hat kein Intervall: Er kann Glück nicht von Können unterscheiden.',
    few: (said, needed, n) => `Du würdest nach ${n.plural(said, 'Startwert', 'Startwerten')} wetten; es brauchte ${n.whole(needed)}.`,
    many: (said, needed, n) =>
      `Du hast ${seedsOf(said, n)} verlangt; ${n.whole(needed)} reichten, weil beide dieselben bekamen: Was ein Startwert mit beiden macht, fällt aus dem Unterschied heraus.`,
    enough: (said, needed, n) => `Du hast ${seedsOf(said, n)} verlangt, und ${n.plural(needed, 'reichte', 'reichten')}.`,
  },
  sentence: { ask: 'Was muss neben „A schlägt B“ stehen, bevor du es glaubst?', begin: 'Ich würde fragen nach …' },
  teacher: [
    'Lassen Sie nach dem ersten Startwert abstimmen, bevor die anderen gelaufen sind. Die Zeichnung wächst von links nach rechts, so wie die Jobs enden.',
    'Zwei Dinge auf einmal: Ein Intervall braucht Wiederholungen, und ein Vergleich braucht Bedingungen. Ein α für beide ist nicht gerecht, denn α bedeutet in beiden Straftermen nicht dasselbe.',
    'Das Intervall nach zwei Startwerten ist das von Students t mit einem Freiheitsgrad: 12,7 Standardfehler. Es kann durch Glück sicher aussehen; drei sind das Mindeste, was man veröffentlichen sollte.',
    'Die Breite fällt erst später wie eins durch die Wurzel aus der Zahl der Startwerte. Im Labor lassen sich weitere hinzufügen.',
  ],
};
