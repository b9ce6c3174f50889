#!/usr/bin/env bash
# Request Tracker 5 (Debian's packages) on loopback, for the tests; nothing under /etc is touched.
#   rt5.sh up DATA PORT     starts, writes DATA/secrets.env
#   rt5.sh down DATA
# RT_BCRYPT=12 is the cost that RT ships. Progress goes to standard error.
set -euo pipefail
DO=$1; mkdir -p "$2"; DATA=$(cd "$2" && pwd); PORT=${3:-8085}
AGENTS=${AGENTS:-14}; CUSTOMERS=${CUSTOMERS:-20}; BCRYPT=${RT_BCRYPT:-4}
log() { echo "[rt5] $*" >&2; }
alive() { [ -s "$DATA/server.pid" ] && kill -0 "$(cat "$DATA/server.pid")" 2>/dev/null; }

if [ "$DO" = down ]; then
    if alive; then
        kill -TERM "$(cat "$DATA/server.pid")"
        for _ in $(seq 1 40); do alive || break; sleep 0.25; done
    fi
    rm -f "$DATA/server.pid"
    exit 0
fi

mkdir -p "$DATA"/{log,site.d,mason,sessions}
if ! [ -x /usr/share/request-tracker5/libexec/rt-server ] || ! command -v starman >/dev/null; then
    log "installing Debian's packages"
    export DEBIAN_FRONTEND=noninteractive
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    { $sudo apt-get -o DPkg::Lock::Timeout=600 update -qq &&
        $sudo apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends \
            request-tracker5 rt5-standalone rt5-db-sqlite dbconfig-no-thanks msmtp-mta starman \
            libdbd-sqlite3-perl curl; } </dev/null >"$DATA/log/install.log" 2>&1 ||
        { tail -20 "$DATA/log/install.log" >&2; exit 1; }
fi
cat >"$DATA/RT_SiteConfig.pm" <<CONFIG
Set(\$rtname, 'nightdesk'); Set(\$Organization, 'nightdesk.invalid'); Set(\$Timezone, 'UTC');
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, '$DATA/rt5.sqlite');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $PORT); Set(\$WebPath, '');
Set(\$CorrespondAddress, 'rt\@example.invalid'); Set(\$CommentAddress, 'rt-comment\@example.invalid');
Set(\$OwnerEmail, 'root\@example.invalid');
# Mails are written as in earnest, to a file and never to anybody.
Set(\$MailCommand, 'testfile');
Set(\$LogToSyslog, undef); Set(\$LogToSTDERR, undef); Set(\$LogToFile, 'warning');
Set(\$LogDir, '$DATA/log'); Set(\$LogToFileNamed, 'rt.log');
Set(\$WebSecureCookies, 0); Set(\$BcryptCost, $BCRYPT);
\$RT::MasonDataDir = '$DATA/mason'; \$RT::MasonSessionDir = '$DATA/sessions';
1;
CONFIG
export RT_SITE_CONFIG="$DATA/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$DATA/site.d"

if ! [ -e "$DATA/initialised" ]; then
    log "making its database"
    rm -f "$DATA"/rt5.sqlite*
    printf 'root-%s' "$RANDOM$RANDOM$RANDOM" >"$DATA/root.pw"
    rt-setup-database-5 --action init --dba root --dba-password '' --root-password-file "$DATA/root.pw" \
        >"$DATA/log/setup.log" 2>&1 || { tail -20 "$DATA/log/setup.log" >&2; exit 1; }
    perl -MDBI -e 'DBI->connect("dbi:SQLite:$ARGV[0]", "", "", {RaiseError => 1})->do("PRAGMA journal_mode=WAL")' \
        "$DATA/rt5.sqlite"
    AGENTS=$AGENTS CUSTOMERS=$CUSTOMERS OUT="$DATA/secrets.env" perl -I/usr/share/request-tracker5/lib - <<'PERL' >&2
use strict; use warnings;
use RT; RT::LoadConfig(); RT::Init();
use RT::User; use RT::Group; use RT::Queue; use RT::CustomField; use RT::AuthToken;
my $system = RT->SystemUser;
sub ok { my ($value, $what) = @_; die "$what\n" unless $value; $value }
my $queue = RT::Queue->new($system); $queue->Load('Support');
ok($queue->Create(Name => 'Support', Description => 'Customer support', Lifecycle => 'default'), 'queue') unless $queue->id;
my $group = RT::Group->new($system); $group->LoadUserDefinedGroup('Agents');
ok($group->CreateUserDefinedGroup(Name => 'Agents', Description => 'Support agents'), 'group') unless $group->id;
sub grant { my ($to, $object, @rights) = @_; for my $right (@rights) {
    my ($done, $message) = $to->PrincipalObj->GrantRight(Object => $object, Right => $right);
    die "$right: $message" unless $done or $message =~ /already/; } }
grant($group, $queue, qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail CreateTicket ReplyToTicket CommentOnTicket
    ModifyTicket OwnTicket TakeTicket StealTicket ReassignTicket SeeCustomField ModifyCustomField Watch));
my $everybody = RT::Group->new($system); $everybody->LoadSystemInternalGroup('Unprivileged');
grant($everybody, $queue, qw(SeeQueue CreateTicket));
my $requestor = RT::Group->new($system); $requestor->LoadRoleGroup(Object => $queue, Name => 'Requestor');
$requestor->CreateRoleGroup(Object => $queue, Name => 'Requestor') unless $requestor->id;
grant($requestor, $queue, qw(ShowTicket ReplyToTicket SeeCustomField ModifyCustomField));
my $field = RT::CustomField->new($system);
$field->LoadByName(Name => 'Satisfaction', LookupType => 'RT::Queue-RT::Ticket');
unless ($field->id) {
    ok($field->Create(Name => 'Satisfaction', Type => 'SelectSingle', LookupType => 'RT::Queue-RT::Ticket'), 'field');
    $field->AddValue(Name => $_, SortOrder => $_) for 1 .. 5; $field->AddToObject($queue);
}
for my $who ($requestor, $group) { grant($who, $field, qw(SeeCustomField ModifyCustomField)); }
open my $out, '>', "$ENV{OUT}.new" or die $!;
sub make { my ($name, $privileged, $variable, $n) = @_;
    my $user = RT::User->new($system); $user->Load("$name$n");
    ok($user->Create(Name => "$name$n", EmailAddress => "$name$n\@example.invalid", Privileged => $privileged), 'user') unless $user->id;
    if ($privileged) { $group->AddMember($user->PrincipalId) unless $group->HasMember($user->PrincipalId); }
    my $token = RT::AuthToken->new($system);
    my ($id, $message, $text) = $token->Create(Owner => $user->id, Description => 'nightdesk'); die $message unless $id;
    print $out "${variable}_TOKEN_$n=$text\n${variable}_MAIL_$n=$name$n\@example.invalid\n"; }
make('agent', 1, 'RT_AGENT', $_) for 1 .. $ENV{AGENTS};
make('customer', 0, 'RT_CUSTOMER', $_) for 1 .. $ENV{CUSTOMERS};
close $out; rename "$ENV{OUT}.new", $ENV{OUT} or die $!;
PERL
    touch "$DATA/initialised"
fi

if ! alive; then
    log "starting on 127.0.0.1:$PORT"
    setsid /usr/share/request-tracker5/libexec/rt-server --server Starman --host 127.0.0.1 --port "$PORT" --workers 4 \
        --max-requests 100000 --disable-keepalive --env deployment </dev/null >"$DATA/log/server.log" 2>&1 &
    echo $! >"$DATA/server.pid"
fi
TOKEN=$(sed -n 's/^RT_AGENT_TOKEN_1=//p' "$DATA/secrets.env")
for _ in $(seq 1 240); do
    code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' -H "Authorization: token $TOKEN" \
        "http://127.0.0.1:$PORT/REST/2.0/queue/Support" || true)
    [ "$code" = 200 ] && exit 0
    alive || { tail -20 "$DATA/log/server.log" >&2; exit 1; }
    sleep 0.5
done
log "not ready: $code"
exit 1
