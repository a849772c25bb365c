/** Words in names that stand beside password, secret, token or key, and make the name one for something else. */
import { WordSet } from './word-set.ts';

/** After the secret's word: the value is something about the secret. `password_file`, `tokenType`, `secret-name` */
export const ABOUT: WordSet = new WordSet(
  'address addresses addr arg args on age alg algo algorithm algorithms along arn array at attribute audience back board box btn ' +
    'builder button by cache callback change changed charset checksum class cmd code codes column command ' +
    'comment configuration context count counts css date desc description dialog digest dir dirs ' +
    'disabled doc docs down enabled encoder encoding endpoint endpoints env err error errors event ' +
    'example exists factory fail fd field fields file filename filenames files filter fingerprint ' +
    'folder folders for forgot forgotten form format from generator grant handler hash hashed hasher ' +
    'header help hint hints history host hosts icon id ids ignore in incorrect index info input invalid is issuer ' +
    'kind label labels len length lifetime limit link list location manager map max maximum md ' +
    'message messages method methods middleware min minimum mismatch missing mode mount msg name ' +
    'names note of ok only option options over page pair pairs param parameter params parser path ' +
    'paths pattern patterns placeholder placeholders policies policy port ports prefix press program ' +
    'prompt prompts protection provider pub public rate ref reference refs regex regexp request ' +
    'required reset response ring rule rules salt schema scope scopes score screen selector serial service ' +
    'set setting settings sha size source spec state status stdin stdout storage store stream ' +
    'strength style suffix table text through thru time timeout title to too ttl updated type types up uri uris ' +
    'url urls usage usages uses valid validation validator var variable vault version view visibility ' +
    'visible word words wrong xpath ',
);
/** Directly before it: a token or a key of another kind. `csrf_token`, `primary_key`, `next_token` */
export const NOT_SECRET: WordSet = new WordSet(
  'antiforgery arrow begin bos cache candidate cls color column composite continuation ' +
    'continue csrf css cursor dedup design dict end eos event field foreign group hash hot ' +
    'idempotency idempotent identifier keyword known label lexer lookup map mask message minisign natural next ' +
    'object operator pad page pagination paging param parser partition prev previous primary property ' +
    'pub public punctuation query reg registry resume routing row sep shortcut sort special ' +
    'start stop super surrogate sync syntax theme translation unexpected unique unk xsrf ',
);
/** First of all: the name is that of a question or of an action. `isPassword`, `resetPassword`, `validate_token` */
export const VERBS: WordSet = new WordSet(
  'allow ask bypass can change check clear compare compass count create decode decrypt ' +
    'delete disable disabled enable encode encrypt enter expired fetch find forget forgot gen generate get had ' +
    'handle has hash have hide ignore incorrect invalid is len log lookup make mask ' +
    'matches max may min missing must need needs no not num on parse print prompt redact ' +
    'remove require required requires reset revoke rotate save should ' +
    'show skip toggle trespass uses using validate verifies verify when without wrong ',
);
