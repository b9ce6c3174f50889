#!/usr/bin/env bash
# Request Tracker 5 (Debian's packages) under starman; nothing under /etc is touched. Used as common.sh says.
# RT_BCRYPT=12 is the cost that RT ships.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
AGENTS=${AGENTS:-14}; CUSTOMERS=${CUSTOMERS:-20}; BCRYPT=${RT_BCRYPT:-4}
if [ "$DO" = down ]; then stop; exit 0; fi
if ! [ -x /usr/share/request-tracker5/libexec/rt-server ] || ! command -v starman >/dev/null; then
    debian request-tracker5 rt5-standalone rt5-db-sqlite dbconfig-no-thanks msmtp-mta starman libdbd-sqlite3-perl curl
fi
[ "$DO" = up ] || exit 0

mkdir -p "$DATA"/{log,site.d,mason,sessions}
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
    logged "$DATA/setup.log" rt-setup-database-5 --action init --dba root --dba-password '' --root-password-file "$DATA/root.pw"
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

alive || start /usr/share/request-tracker5/libexec/rt-server --server Starman --host 127.0.0.1 --port "$PORT" --workers 4 \
    --max-requests 100000 --disable-keepalive --env deployment
TOKEN=$(sed -n 's/^RT_AGENT_TOKEN_1=//p' "$DATA/secrets.env")
wait_for 200 -H "Authorization: token $TOKEN" "http://127.0.0.1:$PORT/REST/2.0/queue/Support"
