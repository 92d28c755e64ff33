import { describe, expect, it } from 'vitest';

import { engineHosts } from '../../../components/settings-form/engine-hosts.ts';

describe('engineHosts', () => {
  it('asks for nothing but the chosen engine’s host', () => {
    expect(engineHosts('gemini', 'https://other.example/v1')).toEqual(['https://generativelanguage.googleapis.com/*']);
    expect(engineHosts('openai', '')).toEqual(['https://api.openai.com/*']);
    expect(engineHosts('chrome', '')).toEqual([]);
  });

  it('leaves the port of a server out, which a match pattern cannot have', () => {
    expect(engineHosts('compatible', ' http://localhost:11434/v1 ')).toEqual(['http://localhost/*']);
    expect(engineHosts('compatible', 'https://openrouter.ai/api/v1')).toEqual(['https://openrouter.ai/*']);
  });

  it('reads an address typed without a scheme as the background does', () => {
    expect(engineHosts('compatible', 'localhost:11434/v1')).toEqual(['http://localhost/*']);
    expect(engineHosts('compatible', 'openrouter.ai/api/v1')).toEqual(['https://openrouter.ai/*']);
  });

  it('asks for nothing while the address is none', () => {
    expect(engineHosts('compatible', '')).toEqual([]);
    expect(engineHosts('compatible', 'http://example.com/v1')).toEqual([]);
    expect(engineHosts('compatible', 'file:///etc/passwd')).toEqual([]);
  });
});
