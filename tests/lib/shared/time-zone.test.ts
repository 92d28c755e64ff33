import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIn, deviceTimeZone, offsetOf } from '../../../lib/shared/time-zone.ts';

const at = (iso: string) => Date.parse(iso);

describe('dayIn', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-11-27T09:59:59Z', '2026-11-27'],
    ['Pacific/Kiritimati', '2026-11-27T10:00:00Z', '2026-11-28'],
    ['Pacific/Niue', '2026-11-27T10:59:59Z', '2026-11-26'],
    ['America/New_York', '2026-11-28T04:30:00Z', '2026-11-27'],
    ['Asia/Tokyo', '2026-12-31T15:00:00Z', '2027-01-01'],
    ['UTC', '2026-02-28T23:59:59Z', '2026-02-28'],
    ['Not/A_Zone', '2026-11-27T00:00:00Z', '2026-11-27'],
  ])('in %s at %s is %s', (zone, now, day) => {
    expect(dayIn(zone, at(now))).toBe(day);
  });

  it('is a real day in the zone of this device', () => {
    expect(dayIn(deviceTimeZone(), 0)).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('offsetOf', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15T12:00:00', '+01:00'],
    ['Europe/Berlin', '2026-07-15T12:00:00', '+02:00'],
    // 02:30 comes twice: the first is meant.
    ['Europe/Berlin', '2026-10-25T02:30:00', '+02:00'],
    ['America/New_York', '2026-11-01T01:30:00', '-04:00'],
    ['America/New_York', '2026-11-01T02:30:00', '-05:00'],
    // 02:30 does not exist: as if the clock had not been put forward.
    ['Europe/Berlin', '2026-03-29T02:30:00', '+01:00'],
    ['America/New_York', '2026-03-08T02:30:00', '-05:00'],
    ['America/New_York', '2026-03-08T03:00:00', '-04:00'],
    // Half an hour of summer time.
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '+11:00'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00', '+05:45'],
    ['Pacific/Kiritimati', '2026-01-01T00:00:00', '+14:00'],
    ['Etc/GMT+12', '2026-01-01T00:00:00', '-12:00'],
  ])('of %s at %s is %s', (zone, local, offset) => {
    expect(offsetOf(zone, local)).toBe(offset);
  });

  it('makes the time that a clock in the zone shows, wherever that time exists', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Africa/Casablanca', 'UTC');
    const instants = fc.integer({ min: at('2020-01-01T00:00:00Z') / 60_000, max: at('2035-01-01T00:00:00Z') / 60_000 });
    fc.assert(
      fc.property(zones, instants, (timeZone, minute) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
        const local = shown.format(minute * 60_000).replace(' ', 'T');
        const meant = Date.parse(`${local}${offsetOf(timeZone, local)}`);
        expect(shown.format(meant).replace(' ', 'T')).toBe(local);
        expect(Math.abs(meant - minute * 60_000)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
