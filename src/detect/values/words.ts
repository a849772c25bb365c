/**
 * The words that programmers write where a secret would stand, or name things with. Not an English dictionary: a word that is
 * not here may well be somebody's password.
 */
import { WordSet } from './word-set.ts';

/** Words that name credentials themselves: a value made of these alone repeats its own name. */
const CREDENTIAL_WORDS =
  'access account admin api app application auth authentication authorization basic bearer certificate client code confidential confirm confirmation confirmed consumer cookie ' +
  'cred creds credential credentials crypto csrf current database data default device email encrypted encryption grant hash hmac id identity ' +
  'jwt key keys login master mail mysql name new nonce oauth old owner pass passcode passphrase passwd password passwords personal plain ' +
  'postgres postgresql private public pwd redis refresh resource root salt secret secrets secure security server service session sha shared ' +
  'sign signature signed signing ssh ssl store sudo temp temporary tls token tokens user username userpass value verifier webhook';

/** Words of examples and tests. */
const EXAMPLE_WORDS =
  'abc abcd alice anything asdf bar baz blah bob bogus changed changeit changeme correct custom demo different dev development dummy empty enter example ' +
  'expected expired fake false first fixture foo foobar foobaz generated here hidden incorrect insecure insert invalid local localhost lorem mine missing ' +
  'mock mocked mypass nogood none not nothing null nil nullable number one other placeholder please prod production provide put qux qwerty random real redacted replace required ' +
  'sample second set some somebody something staging string supersecret super test tested tester testing tests testuser text that the third this todo true two undefined ' +
  'unknown unsecure unused updated valid whatever with without wrong xxx xyz your yours yes';

/** What forms and messages call a password in other languages. */
const FOREIGN_WORDS =
  'adgangskode clave contrasena contrasenya contrasinal contrase codigo geslo hasla haslo heslo jelszo kennwort kode kodeord lozinka losen losenord mot motdepasse ' +
  'palavra parola parole parool paswoord passe passord passwort salasana salasanan schluessel senha senhal sifre slaptazodis wachtwoord zaporka';

/** Words of code: types, keywords, things that names are made of. */
const CODE_WORDS =
  'action active add compat history ignore ignored masked winbind address agent algorithm alias all allow any are args argument array async atom attribute authenticate await base bind block body bool boolean box browser buffer build builder ' +
  'bytes cache call callback camel change char check class clear click cloud cluster col column command component config configuration connect connection const ' +
  'constant container content context control controller convert copy count create created cursor custom date debug decode decrypt def delete deny description ' +
  'destroy dialog dict directory disable disabled display docker document domain down download edit editor element enable enabled encode encoder encrypt end endpoint ' +
  'engine entity entry enum env environment error event every exception exec exist exists expire expires export expression extension external factory fail failed failure ' +
  'field fields file files filter final find float flow folder for forgot form format forward from func function generate generator get github gitlab global google group ' +
  'guard handle handler has hasher header headers helper hide hint home hook host html http https icon image import impl index info init initial inline input ' +
  'insert instance int integer interface internal into invoke item json kind label lang language length level library license lifetime limit line link linked list listen listener ' +
  'load loader local location lock log logger long machine main make manager map mask match max memory menu message meta method min mobile mode model modify ' +
  'module must mutable namespace native need network next node notice notification object offset open operation operator option optional options order org origin output ' +
  'override package page pair param parameter params parent parse parser part partial path pattern payload permission phone pipe plugin point policy pool port post prefix prev ' +
  'previous primary print private process processor profile project prompt prop properties property props protected protocol provider proxy publish push query queue raw read reader readonly ' +
  'receive record redirect ref reference regex register registry reject release remote remove rename render repeat repository request require reset resolve response rest result retry return revoke ' +
  'role route router row rule run runtime scanner schema scheme scope scheduled screen script search section select selector self send sensitive serial serializer server settings setup should show size ' +
  'skip slot socket sort source span specific spec spring sql stack start state static status step stop storage stream strict struct style submit success suffix switch sync system tab table tag target task team template ' +
  'tenant thing time timeout timer title toggle tool top total trace track transaction transform trigger trim twitter type types unique unit update upload url use util utils validate ' +
  'validation validator var variable vault verify version view virtual visible void wait warn warning watch web widget will window wizard word words work worker workflow wrap wrapper write writer xml yaml zone';

export const KNOWN_WORDS: WordSet = new WordSet(CREDENTIAL_WORDS, EXAMPLE_WORDS, FOREIGN_WORDS, CODE_WORDS);
/** Words that say, wherever they stand in a value, that it is made up. */
export const MADE_UP: RegExp =
  /example|sample|placeholder|change[_-]?(?:me|it)|redacted|dummy|foobar|foo[_-]?bar|x{4,}|todo|fixme|bogus|fake|^your|your[_ -]?|[_-]here$|^(?:replace|insert|enter|put)|^<|invalid|^(?:wrong|incorrect|mock)|^(?:some|any)[_-]/i;
