// SPDX-License-Identifier: Apache-2.0
//
// break-points FILE.po — rewrites a Japanese catalogue with U+200B at the ends of phrases (BudouX), so that lines break
// between phrases and never inside くださ|い. A developer's tool, run by `make break-points`; what it writes is read,
// corrected by hand where it is wrong, and committed, so that a build needs neither npm nor a network. Break points that
// are there already are kept; texts with spaces between phrases and labels of a few characters are left alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadDefaultJapaneseParser } from 'budoux';

const BREAK = '\u200b';
const SHORT = 9; // characters; such a label stands on one line
const parser = loadDefaultJapaneseParser();

// Splits markup into atoms that must stay whole: {base|reading}, \n, %1, or one character.
const atoms = (text) => text.match(/\{[^}]*\}|\\.|%\d|[\s\S]/gu) ?? [];
const plain = (atom) => (atom.startsWith('{') ? atom.slice(1, atom.indexOf('|')) : atom);

function withBreaks(text) {
	const parts = atoms(text);
	const bare = parts.map(plain).join('');
	if (bare.length < SHORT || text.includes(BREAK) || !/[\u3040-\u30ff]/.test(bare)) return text;
	const ends = new Set();
	let at = 0;
	for (const phrase of parser.parse(bare)) ends.add((at += phrase.length));
	let out = '';
	at = 0;
	parts.forEach((atom, i) => {
		out += atom;
		at += plain(atom).length;
		const next = parts[i + 1];
		if (ends.has(at) && next && !/^[\s\\、。）]/.test(next) && !/[\s、。（]$/.test(plain(atom))) out += BREAK;
	});
	return out;
}

for (const path of process.argv.slice(2)) {
	const before = readFileSync(path, 'utf8');
	const after = before.replace(/^msgstr "(.+)"$/gmu, (line, text) => `msgstr "${withBreaks(text)}"`);
	writeFileSync(path, after);
	console.log(`${path}: ${after.split(BREAK).length - before.split(BREAK).length} break points`);
}
