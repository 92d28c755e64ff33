import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * Writes a folder's files as an uncompressed zip archive: the form in which Firefox installs an extension to stay.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
 */
export async function zipFolder(folder: string, archive: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files.toSorted()) {
    const name = Buffer.from(relative(folder, file).split(sep).join('/'), 'utf8');
    const content = await readFile(file);
    const common = commonFields(content, name);
    const local = Buffer.concat([uint32(0x04034b50), common, name, content]);
    directory.push(Buffer.concat([uint32(0x02014b50), uint16(20), common, Buffer.alloc(10), uint32(offset), name]));
    bodies.push(local);
    offset += local.length;
  }
  const directorySize = directory.reduce((sum, it) => sum + it.length, 0);
  const count = uint16(directory.length);
  const end = Buffer.concat([
    uint32(0x06054b50),
    uint32(0),
    count,
    count,
    uint32(directorySize),
    uint32(offset),
    uint16(0),
  ]);
  await writeFile(archive, Buffer.concat([...bodies, ...directory, end]));
}

/** What the local header and the directory have in common: version, flags (UTF-8 names), method, time, sums, lengths. */
function commonFields(content: Buffer, name: Buffer): Buffer {
  const size = uint32(content.length);
  const day = uint16(0x21); // 1980-01-01, so that the same files make the same archive
  const lengths = [uint16(name.length), uint16(0)];
  return Buffer.concat([
    uint16(20),
    uint16(0x800),
    uint16(0),
    uint16(0),
    day,
    uint32(crc32(content)),
    size,
    size,
    ...lengths,
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
