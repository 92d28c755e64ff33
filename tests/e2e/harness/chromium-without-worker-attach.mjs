#!/usr/bin/env node
// Stands between Playwright and Chromium on the debugging pipe. Playwright attaches to every target, and a service worker
// with a debugger attached is never stopped for idleness, which hides the faults that the tests look for. So every
// Target.setAutoAttach gets a filter that leaves service workers out. Only the direction to the browser is read.
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

const executable = process.env.VISEN_CHROMIUM;
if (!executable) throw new Error('VISEN_CHROMIUM must name the browser to start');

const FILTER = [
  { type: 'browser', exclude: true },
  { type: 'tab', exclude: true },
  { type: 'service_worker', exclude: true },
  {},
];

const browser = spawn(executable, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit', 'pipe', 4] });
browser.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
const toBrowser = browser.stdio[3];
toBrowser.on('error', () => process.exit(1)); // the browser is gone

let pending = '';
// A socket, not a file stream: a blocking read of the pipe would keep this process from exiting.
new Socket({ fd: 3, readable: true, writable: false })
  .setEncoding('utf8')
  .on('data', (chunk) => {
    const messages = (pending + chunk).split('\0');
    pending = messages.pop() ?? '';
    for (const message of messages) toBrowser.write(`${filtered(message)}\0`);
  })
  .on('close', () => toBrowser.end());

function filtered(message) {
  if (!message.includes('"Target.setAutoAttach"')) return message;
  const command = JSON.parse(message);
  if (command.method === 'Target.setAutoAttach') command.params.filter = FILTER;
  return JSON.stringify(command);
}
