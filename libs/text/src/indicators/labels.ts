const particles =
  /(?:达到?|可达|约为?|大约|仅为?|只有|平均|均为|降到|提到|压到|已经?|做到|控制|稳定|保持|实现|要求|能够?|可|为|是|在|有|约|近|也|就|还|要|分别为?|由|从|到|至|的|了|百分之|=|:|：|\(|（|\[|\s|±|(?<![a-z])(?:of|is|are|was|were|reaches|reached|reach|with|to|by|an?|the|from|and))$/;
const cuts = /(?:的|使|将|把|对|并|且|要求|希望|实现|确保|保证|达到|使得|具有|通过|采用|[()（）:：])/;

/** The noun words at the end of what stands before a figure. */
export function labelOf(context: string): string {
  let rest = context.slice(-24).trimEnd();
  let length = 0;
  while (rest.length !== length) {
    length = rest.length;
    rest = rest.replace(particles, '').trimEnd();
  }
  const piece = rest.split(cuts).at(-1)?.trim() ?? '';
  const words = /(?:[a-z][a-z-]*(?: [a-z][a-z-]*){0,2}|[\p{Script=Han}a-z\d./-]{1,16})$/u.exec(piece)?.[0] ?? '';
  return words.replace(/^[-/.]+/, '');
}

/** The label with the whole of a known term, which particles may have cut. */
export function labelFrom(context: string, start: number, label: string): string {
  const whole = context.slice(start).replace(/[^\p{L}\d]+$/u, '');
  return whole.length > label.length ? whole.slice(0, 24) : label;
}
