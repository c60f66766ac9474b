import type { ImportOutcome } from '../client/import-file';
import { fit, type ConsoleOutput } from './console-output';
import type { Invitation, PickList, Shortlist } from './funnel';

const mostFaultsPrinted = 10;
const mostInvitationsPrinted = 5;
const mostUncoveredPrinted = 10;

export function printImport(out: ConsoleOutput, kind: string, file: string, outcome: ImportOutcome): void {
  const { accepted, refused, changed, quarantined, levels, rows } = outcome;
  const also = [
    ...(changed > 0 ? [`${changed} taken with changes`] : []),
    ...(quarantined > 0 ? [`${quarantined} held as perhaps not public`] : []),
    ...(kind === 'projects'
      ? Object.entries(levels).flatMap(([level, count]) => (count > 0 ? [`${count} ${level}`] : []))
      : []),
  ];
  out.line(`${fit(file, 28)}${kind}: ${[`${accepted} accepted`, `${refused} refused`, ...also].join(', ')}`);
  for (const { row, column, code, message } of rows.slice(0, mostFaultsPrinted)) {
    out.line(`   row ${row}${column ? `, ${column}` : ''}: ${code}${message ? ` (${message})` : ''}`);
  }
  if (rows.length > mostFaultsPrinted) out.line(`   … and ${rows.length - mostFaultsPrinted} more`);
}

export function printShortlist(out: ConsoleOutput, { domain, size, entries, limits, uncovered }: Shortlist): void {
  out.line(`domain ${domain}: ${entries.length} of ${size} places filled`);
  out.line(`${fit('rank', 5)}${fit('score', 7)}${fit('project', 56)}best matched demand`);
  for (const { rank, score, title, best, reasons } of entries) {
    out.line(`${fit(String(rank), 5)}${fit(score.toFixed(3), 7)}${fit(title, 56)}${best?.demandTitle ?? '-'}`);
    out.line(
      `${' '.repeat(12)}${reasons
        .slice(0, 2)
        .map(({ zh }) => zh)
        .join('；')}`,
    );
  }
  for (const { limit, message } of limits) out.line(`limit ${limit}: ${message}`);
  if (uncovered.length === 0) return;
  out.line(`${uncovered.length} demand(s) that no project covers, for a targeted call (重点征集):`);
  for (const { title } of uncovered.slice(0, mostUncoveredPrinted)) out.line(`   ${title}`);
  if (uncovered.length > mostUncoveredPrinted) out.line(`   … and ${uncovered.length - mostUncoveredPrinted} more`);
}

export function printInvitations(out: ConsoleOutput, invitations: readonly Invitation[]): void {
  const sizes = invitations.map(({ items }) => items.length);
  const range = sizes.length > 0 ? `, ${Math.min(...sizes)} to ${Math.max(...sizes)} projects each` : '';
  out.line(`${invitations.length} enterprise(s) received their part${range}`);
  const byName = [...invitations].sort((a, b) => (a.enterpriseName < b.enterpriseName ? -1 : 1));
  for (const { enterpriseName, items } of byName.slice(0, mostInvitationsPrinted)) {
    const [first] = items;
    out.line(
      `   ${fit(enterpriseName, 40)}${items.length} projects, first: ${first?.title ?? '-'} ← ${first?.demandTitle ?? '-'}`,
    );
  }
  if (invitations.length > mostInvitationsPrinted)
    out.line(`   … and ${invitations.length - mostInvitationsPrinted} more`);
}

export function printPicks(out: ConsoleOutput, { picks, reserves, limits }: PickList): void {
  for (const [label, entries] of [
    ['pick', picks],
    ['reserve', reserves],
  ] as const) {
    for (const { position, score, title, institution, reasons } of entries) {
      out.line(`${fit(`${label} ${position}`, 11)}${fit(score.toFixed(3), 7)}${fit(title, 56)}${institution ?? ''}`);
      out.line(`${' '.repeat(18)}${reasons.map(({ zh }) => zh).join('；')}`);
    }
  }
  for (const { list, limit, message } of limits) out.line(`limit ${list} ${limit}: ${message}`);
}
