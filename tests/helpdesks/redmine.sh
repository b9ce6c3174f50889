#!/usr/bin/env bash
# Redmine 5 (Debian's packages) under puma, on a PostgreSQL of its own. Used as common.sh says.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
AGENTS=${AGENTS:-14}; CUSTOMERS=${CUSTOMERS:-20}
INSTANCE="nightdesk-$(basename "$DATA")"
# PostgreSQL refuses root, and its own user may not be able to enter the folder that this lies in.
if [ "$(id -u)" = 0 ]; then CLUSTER="/var/lib/postgresql/$INSTANCE"; else CLUSTER="$DATA/postgresql"; fi
postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --init-groups -- "$@"; else "$@"; fi; }
pg() { ls -d /usr/lib/postgresql/*/bin/"$1" | tail -1; }

if [ "$DO" = down ]; then
    stop
    if [ -s "$CLUSTER/postmaster.pid" ]; then (cd / && postgres "$(pg pg_ctl)" -s -D "$CLUSTER" -m fast stop); fi
    exit 0
fi

if ! [ -e /usr/share/redmine/config.ru ] || ! command -v puma >/dev/null || ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    debian redmine redmine-pgsql dbconfig-no-thanks puma postgresql curl
fi
[ "$DO" = up ] || exit 0

if ! [ -e "$DATA/initialised" ]; then
    if [ -s "$CLUSTER/postmaster.pid" ]; then (cd / && postgres "$(pg pg_ctl)" -s -D "$CLUSTER" -m immediate stop || true); fi
    rm -rf "$CLUSTER"
    postgres mkdir -p "$CLUSTER"
    (cd / && logged "$DATA/setup.log" postgres "$(pg initdb)" -D "$CLUSTER" -U postgres -A trust -E UTF8 --locale=C.UTF-8)
fi
if ! (cd / && postgres "$(pg pg_ctl)" -D "$CLUSTER" status >/dev/null 2>&1); then
    (cd / && logged "$DATA/setup.log" postgres "$(pg pg_ctl)" -s -w -D "$CLUSTER" -l "$CLUSTER/log" \
        -o "-p $((PORT + 1000)) -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start)
fi

# Debian's Redmine keeps instances apart by this name: configuration, logs and files go to DATA.
mkdir -p "$DATA"/{log,config,files,tmp/cache,tmp/pids,public/plugin_assets}
ln -sfn "$DATA" "/var/lib/redmine/$INSTANCE"
[ -s "$DATA/config/secret_key.txt" ] || head -c 64 /dev/urandom | sha256sum | cut -d' ' -f1 >"$DATA/config/secret_key.txt"
cat >"$DATA/config/database.yml" <<CONFIG
production: {adapter: postgresql, database: redmine, host: 127.0.0.1, port: $((PORT + 1000)), username: postgres, encoding: utf8, pool: 16}
CONFIG
export X_DEBIAN_SITEID=$INSTANCE RAILS_ENV=production RAILS_LOG_LEVEL=warn SCHEMA=/dev/null
export BUNDLE_GEMFILE=/usr/share/redmine/Gemfile REDMINE_LANG=en AGENTS CUSTOMERS OUT="$DATA/secrets.env"
cd /usr/share/redmine

if ! [ -e "$DATA/initialised" ]; then
    log "making its database"
    logged "$DATA/setup.log" "$(pg createdb)" -h 127.0.0.1 -p $((PORT + 1000)) -U postgres redmine
    cat >"$DATA/seed.rb" <<'RUBY'
Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Setting.notified_events = []
Setting.mail_from = 'redmine@example.invalid'
ActionMailer::Base.perform_deliveries = false
project = Project.create!(name: 'Support', identifier: 'support', is_public: false,
                          tracker_ids: Tracker.pluck(:id), enabled_module_names: ['issue_tracking'])
customers = Role.create!(name: 'Customer', issues_visibility: 'own', assignable: false,
                         permissions: [:view_issues, :add_issues, :add_issue_notes, :edit_own_issues])
agents = Role.find_by(name: 'Developer')
agents.add_permission!(:edit_issues, :add_issue_notes, :view_issues, :delete_issues)
states = IssueStatus.order(:id).to_a
Tracker.all.each { |tracker| states.product(states).each { |from, to|
  next if from == to
  WorkflowTransition.find_or_create_by!(tracker_id: tracker.id, role_id: agents.id, old_status_id: from.id, new_status_id: to.id) } }
# Who may rate may edit; but customers do not say who works on what.
Tracker.all.each { |tracker| states.each { |state|
  WorkflowPermission.create!(tracker_id: tracker.id, role_id: customers.id, old_status_id: state.id,
                             field_name: 'assigned_to_id', rule: 'readonly') } }
field = IssueCustomField.create!(name: 'Satisfaction', field_format: 'int', is_for_all: true,
                                 tracker_ids: Tracker.pluck(:id), min_length: 0, max_length: 1)
lines = ["REDMINE_TRACKER=#{Tracker.find_by(name: 'Support').id}",
         "REDMINE_RESOLVED=#{IssueStatus.find_by(name: 'Resolved').id}", "REDMINE_RATING=#{field.id}"]
make = lambda { |name, role|
  user = User.new(firstname: name, lastname: 'x', mail: "#{name}@example.invalid", mail_notification: 'none')
  user.login = name
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.save!
  Member.create!(project: project, user_id: user.id, role_ids: [role.id])
  user }
(1..ENV['AGENTS'].to_i).each { |n|
  user = make.call("agent#{n}", agents)
  lines << "REDMINE_AGENT_KEY_#{n}=#{user.api_key}" << "REDMINE_AGENT_ID_#{n}=#{user.id}" }
(1..ENV['CUSTOMERS'].to_i).each { |n| lines << "REDMINE_CUSTOMER_KEY_#{n}=#{make.call("customer#{n}", customers).api_key}" }
File.write(ENV['OUT'], lines.join("\n") + "\n")
RUBY
    logged "$DATA/setup.log" bundle exec rake db:migrate
    logged "$DATA/setup.log" bundle exec rake redmine:load_default_data
    logged "$DATA/setup.log" bundle exec rails runner "$DATA/seed.rb"
    touch "$DATA/initialised"
fi
alive || start puma -C /dev/null -b "tcp://127.0.0.1:$PORT" -e production -t 4:8 -w 2 --preload config.ru
KEY=$(sed -n 's/^REDMINE_AGENT_KEY_1=//p' "$DATA/secrets.env")
wait_for 200 -H "X-Redmine-API-Key: $KEY" "http://127.0.0.1:$PORT/issues.json?limit=1"
