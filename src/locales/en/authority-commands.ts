import type { CommandTexts } from '../command-texts.ts'

export const commandTextsEn: CommandTexts = {
  commands: {
    init: {
      summary: 'make a working folder: keys, tables to fill in, a rule set',
      help: `Makes authority.json, roles.json, tables/listings.csv, brands.csv, rule-sets/ and keys/.
keys/offline holds root, targets, brands and scheme: move it off this machine and bring it
back to sign. keys/online holds timestamp, snapshot and redeemed: they sign by themselves.

  --sample              fill the tables with made-up listings (--count, default 3000; --seed, default 1),
                        and make platform keys for trying out
  --platform file       the platform's public keys and address, platform.json
  --share brands=3/2    three keys for a role, two of which must sign; may be given several times
  --passphrase-file f   seal the offline keys with the file's first line (or TRADEIN_PASSPHRASE)`,
    },
    columns: {
      summary: 'list the headings that tables may use',
      help: 'Width, case, spaces, punctuation and a unit in brackets do not count. Columns marked * are required.',
    },
    check: {
      summary: 'check tables and rule sets; lists every fault at once',
      help: `Reads every table once and says what is wrong with which row, column and why.

  --report file.csv  write all findings as a table to send back
  --limit n          print at most n findings (default 50); the report holds all
  --strict           count warnings as errors
Exit code 1 when there are errors.`,
    },
    build: {
      summary: 'check, lay out, sign and publish into repository/',
      help: `Checks as "check" does, then signs with the keys at hand and publishes into the folder
repository/, which any static web server can serve. A role whose content did not change keeps
its signatures, so its key need not be here.

  --pass-errors        publish although rows have errors; those rows are left out
  --renew role,role    sign these roles again, for a later expiry
  --report, --limit    as for check
  --passphrase-file f  opens sealed keys (or TRADEIN_PASSPHRASE)
Where a role needs more signatures than there are keys here, what is to be signed is put into
signing/. Each holder runs "tradein-authority sign <file> --key <key>"; then run build again.`,
    },
    diff: {
      summary: 'compare the tables with the release in force, listing by listing',
      help: `Shows what tills would see change: listings added, removed, and each field that differs.

  --against address   a server or folder to compare with (default: the project's repository/)
  --limit n           print at most n changes (default 100)
Exit code 1 when there are changes.`,
    },
    keys: {
      summary: 'list keys and thresholds; let a brand sign its own listings',
      help: `Lists each role with its threshold, how long it signs for, and which private keys are here.

  delegate <brand>   make keys for the brand: from the next build on, models/<brand>/* is signed by
                     them, and tills check that it lists no other brand's models
  --passphrase-file f   seals the new keys`,
    },
    sign: {
      summary: "add one holder's signature to a prepared file",
      help: `The file is one that build or rotate-root put into signing/. It is readable JSON: look at it
before you sign. Signing twice with the same key replaces its signature.

  --key file            the key that signs
  --passphrase-file f   opens it, if it is sealed (or TRADEIN_PASSPHRASE)`,
    },
    timestamp: {
      summary: 'sign the timestamp again: daily proof that nothing newer exists',
      help: `Needs the timestamp key alone, so a machine can run it by itself. A till counts the age of its
data from this instant.

  --passphrase-file f   opens sealed keys that lie here`,
    },
    redeemed: {
      summary: "publish the filter of a period's subsidised serials",
      help: `Makes redeemed/<period>.flt out of a table of barcode and serial, and publishes it with the online
keys alone. A period is a name such as 2026-03, or "cleared" for serials that were given back.

  --units file.csv   columns 商品条码 (gtin) and 序列号 (serial)
  --periods n        how many periods tills will hold at once (default 12): the more, the longer the
                     fingerprints, so that false hits over all of them together stay at 1 in 65,536
  --passphrase-file f   opens sealed keys that lie here`,
    },
    'rotate-root': {
      summary: 'replace keys, or renew the root before it expires',
      help: `Without --replace the root is signed again with the same keys. With it the role gets new keys,
and the roles that name them are signed again. A new root is signed by the old root keys and by
the new ones, so bring both. Old key files are kept: destroy them once the release is out.

  --replace timestamp       one new key
  --replace brands=3/2      three new keys, two of which must sign; may be given several times
  --passphrase-file f       opens sealed keys, and seals the new ones`,
    },
    inspect: {
      summary: 'show a published release: versions, roles, expiry, files',
      help: `Shows what a till sees: each role with its version, the instant of issue, and the files by role.

  --root file   the root to start from (default: the place's own first root, which proves nothing)`,
    },
    verify: {
      summary: 'verify a release as a till does, every file of it',
      help: `Runs the till's own checks from the pinned root: signatures, thresholds, versions, expiry, the hash
of every file, the form of every segment, and that a brand which signs for itself lists its own models only.

  --root file   the root that tills pin
Exit code 1 when anything would be refused.`,
    },
    chain: {
      summary: 'check the records of one till as one chain',
      help: `Finds what was deleted, moved, edited, forked, restored or wrongly closed, each at its place in the list,
counted from 0. The file has one record a line, as it was signed (compact JWS), or a JSON list of them.

  --keys file             the till's public keys: a JSON list of { keyId, key, store, till, epoch }
  --head epoch.seq.hash   where the chain ends, by the till's or the platform's word
  --partial               the list may begin later than the till did
  --unordered             the list is in no order, or in that of arrival
Exit code 1 when anything was found.`,
    },
  },
  overview: 'Help on a command: tradein-authority <command> --help. Language: --lang zh|en.',
  unknownCommand: (name) => `There is no command "${name}".`,
  needs: (command, operand) => `${command} needs ${operand}`,

  progress: ({ stage, done, total }) => {
    const count = `${String(done)}${total === null ? '' : ` of ${String(total)}`}`
    if (stage === 'read') return `${String(done)} rows read`
    return stage === 'segment' ? `${count} groups of brands written` : `${count} signed`
  },
  ruleFinding: (ruleSet, field, text, weight) => `rule set ${ruleSet}, ${field}: ${text} [${weight}]`,
  moreFindings: (count) => `… ${String(count)} more: see --report file.csv`,
  table: (name, rows, encoding, ignored) =>
    `${name}: ${String(rows)} rows, ${encoding}${ignored.length > 0 ? `; columns not used: ${ignored.join(', ')}` : ''}`,
  totals: (listings, errors, warnings) =>
    `${String(listings)} listings, ${String(errors)} errors, ${String(warnings)} warnings`,
  reportWritten: (findings, file) => `Wrote ${String(findings)} findings to ${file}`,
  correctRows: 'Next: correct the rows and run check again.',
  nextBuild: (folder) => `Next: tradein-authority build ${folder}`,

  toBeSigned: (file) => `to be signed: ${file}`,
  keysSealed: (count) =>
    `${String(count)} keys here are sealed and were not opened: give --passphrase-file or TRADEIN_PASSPHRASE.`,
  nextSign: (folder) =>
    `Next: each holder runs "tradein-authority sign <file> --key <key file>", then "tradein-authority build ${folder}" again.`,
  published: (files, bytes, folder) => `Published ${String(files)} new files, ${String(bytes)} bytes, in ${folder}`,
  pinRoot: (file) => `Tills pin ${file}: hand it to them by some way other than the network.`,
  nextCopy: (folder) =>
    `Next: copy the folder to the web server, metadata/timestamp.json last; run "tradein-authority timestamp ${folder}" daily.`,

  moreChanges: (count) => `… ${String(count)} more`,
  changes: (added, removed, changed) =>
    `${String(added)} added, ${String(removed)} removed, ${String(changed)} changed`,

  made: (folder) => `Made ${folder}`,
  fillIn: 'Next: fill in brands.csv and tables/, put platform.json beside them, then run "tradein-authority check".',

  issued: (issued, expires) => `issued ${issued ?? 'unknown'}, timestamp good until ${expires}`,
  snapshot: (hash) => `snapshot ${hash}`,
  roleVersion: (role, version) => `${role} version ${String(version)}`,
  file: (path, bytes, listings, role) =>
    `${path} ${String(bytes)} bytes${listings === null ? '' : `, ${String(listings)} listings`}, signed by ${role}`,
  contents: (brands, listings, files, bytes) =>
    `${String(brands)} brands, ${String(listings)} listings, ${String(files)} files, ${String(bytes)} bytes`,

  brandSigns: (role, brand) => `${role} signs models/${brand}/* from the next build on`,
  notHere: '(not here)',
  role: (role, threshold, keys, days, list) =>
    `${role}: ${String(threshold)} of ${String(keys)}, ${String(days)} days: ${list}`,

  unitsRead: (rows) => `${String(rows)} units read`,
  filterPublished: (path, units, bytes, bitsPerUnit) =>
    `Published ${path}: ${String(units)} units, ${String(bytes)} bytes, ${bitsPerUnit} bits a unit`,

  nextSignRoot:
    'Next: each holder of an old and of a new root key runs "tradein-authority sign"; then run rotate-root again with the same --replace.',
  rootPublished: (files) => `Published ${files}`,
  nextCopyRoot: 'Next: copy the folder to the web server. Tills that pin an earlier root follow by themselves.',

  signed: (file, type, version, signatures, key) =>
    `${file} (${type}, version ${String(version)}) has ${String(signatures)} signatures, with that of ${key}`,
  timestampSigned: (days) => `Signed metadata/timestamp.json, good for ${String(days)} days`,

  filesDone: (done, total) => `${String(done)} of ${String(total)} files`,
  verified: (files, issued) => `${String(files)} files verified, issued ${issued ?? 'unknown'}`,
  faults: (count) => `${String(count)} faults`,
  notInRelease: (path) => `${path}: is not in the release`,

  chainFaults: {
    record_unreadable: 'is no record',
    signature_wrong: 'is not what its key has signed',
    key_unknown: 'is signed by no key of the till',
    key_other: 'is signed by the key of another epoch or till',
    till_other: 'is a record of another till',
    record_repeated: 'stands here once more',
    id_repeated: 'has the id of another record',
    place_wrong: 'cannot stand in its place in the epoch',
    record_out_of_order: 'stands behind a later record',
    record_missing: 'follows a record that is missing',
    prev_differs: 'follows another record than the one before it',
    chain_forked: 'is the second to follow the same record: the chain has forked',
    epoch_restored: 'opens an epoch in ignorance of earlier records: the till was restored',
    epoch_unlinked: 'opens an epoch and names another end of the one before',
    gap_misplaced: 'closes a place that is not before it',
    gap_repeated: 'closes a place that is closed already',
    gap_unfounded: 'closes as lost a place whose record is here',
    gap_differs: 'closes a place and names another record than the one in it',
    head_differs: 'is another end of the chain than was said',
  },
  chainChecked: (records, findings) => `${String(records)} records, ${String(findings)} findings`,
}
