import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';
import type { en } from './en.ts';

const points = (value: number, n: Numbers, digits = 0): string => `${n.fixed(value, digits)} ${Math.abs(value) === 1 ? 'Punkt' : 'Punkte'}`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value) : `${n.fixed(value)} ± ${n.fixed(halfWidth)}`;

export const de: typeof en = {
  title: 'Ist Ausdünnen klug?',
  teaser: 'Ist es wichtig, welche Gewichte wegfallen?',
  question: [
    'Ein trainiertes Netz verliert die meisten seiner Gewichte. Ist es wichtig, *welche* wegfallen, die kleinsten oder irgendwelche, wenn der Rest danach weiterlernen darf?',
  ],
  ask: 'Um wie viele Punkte Genauigkeit schlägt *die kleinsten zuerst* die Wahl *durch Zufall*? Ziehe die drei Marken, oder nimm die Regler.',
  measure: 'Punkte Vorsprung',
  places: ['50 % weg', '90 % weg', '98 % weg'],
  value: (value, n) => points(value, n),
  exact: (value, n) => points(value, n, 2),
  tick: (value, n) => n.whole(value),
  run: 'Trainiert in diesem Browser immer wieder ein Netz: zwei Arten zu wählen, drei Anteile, drei Startwerte.',
  source: 'LeNet-300-100 mit 6.000 handgeschriebenen Ziffern, geprüft an 3.000 anderen',
  both: {
    x: ['50 %', '90 %', '98 %'],
    title: 'Genauigkeit beider',
    subtitle: '% richtig, nach dem Weiterlernen',
    smallest: 'kleinste zuerst',
    random: 'durch Zufall',
  },
  finding: ({ half, last, isOpenAtHalf }, n) =>
    `${isOpenAtHalf ? 'Fehlt die Hälfte der Gewichte, so macht die Wahl keinen Unterschied, den diese Startwerte zeigen könnten' : `Fehlt die Hälfte der Gewichte, so ist die Wahl ${points(half.value, n, 1)} wert`}; fehlen 98 %, so liegt „die kleinsten zuerst“ um ${points(last.value, n)} vorn.`,
  check: {
    oneSeed: 'Ein einziger Startwert sagt nichts über den Zufall: Niemand weiß, was ein anderer ergeben hätte.',
    noLead: (last, n) =>
      `Bei 98 % beträgt der Vorsprung ${interval(last, n)} Punkte: Das Intervall enthält die Null, diese Startwerte können also nicht sagen, wer vorn liegt.`,
    noGrowth: (half, last, n) =>
      `Der Vorsprung beträgt ${interval(half, n)} Punkte bei 50 % und ${interval(last, n)} bei 98 %: Von Startwert zu Startwert schwankt er so stark, wie er wächst.`,
    seen: ({ half, middle, last, isOpenInTheMiddle }, n) =>
      `Der Vorsprung beträgt ${interval(half, n)}, dann ${interval(middle, n)}, dann ${interval(last, n)} Punkte.${isOpenInTheMiddle ? ' Bei 90 % enthält das Intervall noch die Null: Das kann Zufall sein.' : ''}`,
    grows: 'Du hast gesagt, dass der Vorsprung klein beginnt und wächst, je mehr wegfällt, und so ist es.',
    distance: (off, { halfWidth }, n) =>
      Math.abs(off) <= (halfWidth ?? 0)
        ? 'Bei 98 % lagst du im Intervall.'
        : `Bei 98 % lagst du ${points(Math.abs(off), n)} ${off < 0 ? 'unter' : 'über'} dem, was geschah.`,
    flat: (half, last, n) =>
      `Du hast ${points(half, n)} bei 50 % und ${points(last, n)} bei 98 % gesagt: kein Wachsen. Der Vorsprung wächst aber.`,
    muchAtHalf: (said, half, n) => `Du hast bei 50 % ${points(said, n)} gesagt; es waren ${interval(half, n)}.`,
    why: 'Ist noch die Hälfte der Gewichte da, so heilt das Weiterlernen beide Schnitte. Erst wenn wenig übrig ist, zählt, was übrig ist.',
    cutOff: (runs, n) =>
      `In ${n.plural(runs, 'Lauf', 'Läufen')} verlor eine Schicht ihr letztes Gewicht; das Netz sagt dann zu jeder Ziffer dasselbe.`,
  },
  sentence: { ask: 'Wann ist es wichtig, welche Gewichte wegfallen?', begin: 'Es ist wichtig, wenn …' },
  teacher: [
    'Die meisten sagen eine gerade Linie voraus. Fragen Sie vor dem Start, warum der erste Abstand null sein könnte: Was kann das Weiterlernen reparieren?',
    'Typische falsche Antwort: „Kleine Gewichte tun nichts, also kostet es nichts, sie wegzunehmen.“ Bei 98 % verliert auch „die kleinsten zuerst“ Punkte; man liest sie in der zweiten Zeichnung ab.',
    'Ein zufälliger Schnitt von 98 % kann eine Schicht abtrennen: Dann ist etwa eine von zehn Ziffern richtig. Die Prüfung sagt das.',
    'Für eine längere Stunde: die Läufe im Labor öffnen, 99 % zu den Anteilen hinzufügen und fragen, welche Art zuerst versagt.',
  ],
};
