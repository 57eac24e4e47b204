-- CreateTable
CREATE TABLE "inbox" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "locale" TEXT,
    "speaks_with" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "place_key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "account_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "place" (
    "key" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "precinct_id" UUID,
    "community_id" UUID,
    "person_id" UUID,
    "address_sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "place_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "code" (
    "hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "precinct_id" UUID NOT NULL,
    "subject" UUID,
    "community_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "code_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "bucket" (
    "key" TEXT NOT NULL,
    "tat" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bucket_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "precinct" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "emergency" TEXT NOT NULL,
    "hours" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "precinct_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "community" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "emergency" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "community_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "area" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "area_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "role" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID,
    "role" TEXT NOT NULL,
    "community_id" UUID,
    "label_sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'invited',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "role_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "concern" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "community_id" UUID,
    "state" TEXT NOT NULL,
    "desk_code" TEXT NOT NULL,
    "digest_line" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "area_id" UUID,
    "locale" TEXT NOT NULL,
    "word" TEXT,
    "sort" TEXT,
    "text_sealed" TEXT NOT NULL,
    "consent_hash" TEXT,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "confirmed" BOOLEAN,
    "due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "concern_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "voice" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "concern_id" UUID NOT NULL,
    "person_id" UUID,
    "part" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "receipt_key" TEXT NOT NULL,
    "receipt_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "voice_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "answer" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "concern_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "locale" TEXT NOT NULL,
    "text_sealed" TEXT NOT NULL,
    "officer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "inquiry" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "concern_id" UUID NOT NULL,
    "question_sealed" TEXT NOT NULL,
    "reply_sealed" TEXT,
    "locale" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "replied_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "inquiry_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "hearing" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "voice_id" UUID NOT NULL,
    "answer_id" UUID NOT NULL,
    "how" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hearing_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "concern_id" UUID NOT NULL,
    "answer_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "judgement" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "precinct_id" UUID NOT NULL,
    "concern_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("precinct_id","concern_id")
);

-- CreateTable
CREATE TABLE "event" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "args" JSONB NOT NULL,
    "salt" TEXT,
    "leaf" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("precinct_id","at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "hold" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "clock" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "who" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'set',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease" UUID,
    "leased_to" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "content" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "body_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "content_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "precinct_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "place_key" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 1,
    "content_id" UUID,
    "view" TEXT,
    "subject" UUID,
    "about" UUID,
    "args_sealed" TEXT,
    "state" TEXT NOT NULL DEFAULT 'due',
    "held" BOOLEAN NOT NULL DEFAULT false,
    "repeat" BOOLEAN NOT NULL DEFAULT false,
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease" UUID,
    "refs_sealed" TEXT,
    "reason" TEXT,
    "code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("precinct_id","id")
);

-- CreateTable
CREATE TABLE "dialogue" (
    "precinct_id" UUID NOT NULL,
    "place_key" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "answers_sealed" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "dialogue_pkey" PRIMARY KEY ("precinct_id","place_key")
);

-- CreateIndex
CREATE INDEX "inbox_at_idx" ON "inbox"("at");

-- CreateIndex
CREATE INDEX "account_person_id_idx" ON "account"("person_id");

-- CreateIndex
CREATE INDEX "place_precinct_id_purpose_idx" ON "place"("precinct_id", "purpose");

-- CreateIndex
CREATE INDEX "place_person_id_idx" ON "place"("person_id");

-- CreateIndex
CREATE INDEX "code_expires_at_idx" ON "code"("expires_at");

-- CreateIndex
CREATE INDEX "role_person_id_idx" ON "role"("person_id");

-- CreateIndex
CREATE INDEX "concern_state_precinct_id_idx" ON "concern"("state", "precinct_id");

-- CreateIndex
CREATE UNIQUE INDEX "concern_desk_code_precinct_id_key" ON "concern"("desk_code", "precinct_id");

-- CreateIndex
CREATE INDEX "voice_concern_id_idx" ON "voice"("concern_id");

-- CreateIndex
CREATE INDEX "voice_person_id_idx" ON "voice"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "voice_receipt_key_precinct_id_key" ON "voice"("receipt_key", "precinct_id");

-- CreateIndex
CREATE UNIQUE INDEX "answer_concern_id_ordinal_precinct_id_key" ON "answer"("concern_id", "ordinal", "precinct_id");

-- CreateIndex
CREATE INDEX "inquiry_concern_id_idx" ON "inquiry"("concern_id");

-- CreateIndex
CREATE UNIQUE INDEX "hearing_voice_id_answer_id_how_precinct_id_key" ON "hearing"("voice_id", "answer_id", "how", "precinct_id");

-- CreateIndex
CREATE INDEX "verdict_concern_id_idx" ON "verdict"("concern_id");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_answer_id_word_precinct_id_key" ON "verdict"("answer_id", "word", "precinct_id");

-- CreateIndex
CREATE INDEX "event_subject_idx" ON "event"("subject");

-- CreateIndex
CREATE INDEX "hold_subject_kind_idx" ON "hold"("subject", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "clock_subject_kind_round_precinct_id_key" ON "clock"("subject", "kind", "round", "precinct_id");

-- AddForeignKey
ALTER TABLE "voice" ADD CONSTRAINT "voice_precinct_id_concern_id_fkey" FOREIGN KEY ("precinct_id", "concern_id") REFERENCES "concern"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_precinct_id_concern_id_fkey" FOREIGN KEY ("precinct_id", "concern_id") REFERENCES "concern"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiry" ADD CONSTRAINT "inquiry_precinct_id_concern_id_fkey" FOREIGN KEY ("precinct_id", "concern_id") REFERENCES "concern"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hearing" ADD CONSTRAINT "hearing_precinct_id_voice_id_fkey" FOREIGN KEY ("precinct_id", "voice_id") REFERENCES "voice"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hearing" ADD CONSTRAINT "hearing_precinct_id_answer_id_fkey" FOREIGN KEY ("precinct_id", "answer_id") REFERENCES "answer"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_precinct_id_concern_id_fkey" FOREIGN KEY ("precinct_id", "concern_id") REFERENCES "concern"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_precinct_id_concern_id_fkey" FOREIGN KEY ("precinct_id", "concern_id") REFERENCES "concern"("precinct_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

-- ---- shape

-- Months are made ahead by hearback_event_partitions; whatever falls outside them lands here.
CREATE TABLE event_rest PARTITION OF event DEFAULT;

CREATE INDEX clock_ready ON clock (due_at) WHERE state = 'set';
CREATE INDEX delivery_ready ON delivery (priority, due_at, id) WHERE state = 'due' AND NOT held;
CREATE INDEX delivery_open ON delivery (place_key, id) WHERE state IN ('due', 'sending');
CREATE INDEX delivery_about ON delivery (about) WHERE about IS NOT NULL;
CREATE UNIQUE INDEX delivery_card ON delivery (place_key, subject, view, precinct_id) NULLS NOT DISTINCT WHERE kind = 'card';
ALTER TABLE delivery SET (fillfactor = 80);

-- ---- functions

-- The tenant and the person that the transaction speaks for; null when nobody was set.
CREATE FUNCTION hearback_precinct() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('hearback.precinct', true), '')::uuid $$;

CREATE FUNCTION hearback_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('hearback.person', true), '')::uuid $$;

-- Everything that must be known before an act can run, in one call: server tables say which tenant the event belongs to; then
-- that tenant is set for the rest of the transaction, and its rows are read behind its policies, as whoever calls.
CREATE FUNCTION hearback_context(account_key text, place_key text, asked uuid, event text) RETURNS json LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  a record;
  tenant uuid;
  roles json;
  homes uuid[];
  result json;
BEGIN
  SELECT account.key, account.place_key, account.person_id, person.speaks_with, place.community_id, place.precinct_id, place.purpose,
    CASE WHEN account.key IS NOT NULL THEN
      json_build_object('key', account.key, 'person_id', account.person_id, 'place_key', account.place_key) END AS account,
    CASE WHEN person.id IS NOT NULL THEN json_build_object('id', person.id, 'locale', person.locale,
      'speaks_with', person.speaks_with, 'version', person.version) END AS person,
    CASE WHEN place.key IS NOT NULL THEN json_build_object('key', place.key, 'purpose', place.purpose, 'precinct_id', place.precinct_id,
      'community_id', place.community_id, 'state', place.state, 'version', place.version) END AS place
  INTO a FROM (VALUES (true)) always
    LEFT JOIN account ON account.key = account_key LEFT JOIN person ON person.id = account.person_id
    LEFT JOIN place ON place.key = hearback_context.place_key;
  tenant := coalesce(asked, CASE WHEN a.purpose <> 'private' THEN a.precinct_id END, a.speaks_with);
  PERFORM set_config('hearback.precinct', tenant::text, true);
  SELECT json_agg(json_build_object('id', r.id, 'person_id', r.person_id, 'role', r.role, 'community_id', r.community_id,
      'version', r.version)), array_agg(r.community_id)
  INTO roles, homes FROM role r WHERE r.precinct_id = tenant AND r.person_id = a.person_id AND r.state = 'active';
  SELECT json_build_object(
    'duplicate', EXISTS (SELECT FROM inbox WHERE id = event),
    'now', now() + coalesce((SELECT value::interval FROM setting WHERE key = 'offset'), '0'),
    'account', a.account, 'person', a.person, 'place', a.place,
    'precinct', (SELECT row_to_json(p) FROM precinct p WHERE p.id = tenant),
    'roles', coalesce(roles, '[]'),
    'communities', coalesce((SELECT json_agg(json_build_object('id', c.id, 'locale', c.locale, 'zone', c.zone, 'emergency', c.emergency))
      FROM community c WHERE c.precinct_id = tenant AND c.id = ANY (homes || a.community_id)), '[]'),
    'dialogue', (SELECT row_to_json(d) FROM dialogue d
      WHERE d.precinct_id = tenant AND d.place_key = coalesce(a.place_key, hearback_context.place_key)))
  INTO result;
  RETURN result;
END $$;

-- Ends the statement with SQLSTATE HB001 and `code` as the message unless `ok`. Volatile, so that it is never computed ahead.
CREATE FUNCTION hearback_expect(ok boolean, code text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF ok IS NOT TRUE THEN
    RAISE EXCEPTION '%', code USING ERRCODE = 'HB001';
  END IF;
  RETURN true;
END $$;

-- Events stay as written. Only the salt may be erased, which leaves a hash that nothing can be linked to.
CREATE FUNCTION hearback_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.salt IS NULL AND to_jsonb(NEW) - 'salt' = to_jsonb(OLD) - 'salt' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'event_kept' USING ERRCODE = 'HB002';
END $$;

CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION hearback_event_kept();

-- Makes the partitions of this month and of `months` more, and says how many were new. May be called at any time by anybody.
-- A month that already has rows in event_rest keeps them there.
CREATE FUNCTION hearback_event_partitions(months int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
  first date;
  name text;
  made int := 0;
BEGIN
  FOR ahead IN 0..least(months, 60) LOOP
    first := date_trunc('month', now())::date + make_interval(months => ahead);
    name := 'event_' || to_char(first, 'YYYY_MM');
    CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.event FOR VALUES FROM (%L) TO (%L)',
        name, first, (first + interval '1 month')::date);
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
      made := made + 1;
    EXCEPTION WHEN check_violation OR duplicate_table OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  RETURN made;
END $$;

REVOKE ALL ON FUNCTION hearback_event_partitions(int) FROM PUBLIC;

-- ---- roles: groups that cannot log in; `hearback db roles` makes the logins that belong to them

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['hearback_engine', 'hearback_desk', 'hearback_community', 'hearback_pump'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      -- Roles belong to the whole server: another database may have made it just now.
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
  END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION hearback_event_partitions(int) TO hearback_engine, hearback_pump;

-- ---- row-level security, on every table: without a policy nobody sees a row, and the owner is no exception

DO $$
DECLARE
  name text;
  server_tables text[] := ARRAY['inbox', 'person', 'account', 'place', 'code', 'bucket', 'setting'];
  tenant_tables text[] := ARRAY['precinct', 'community', 'area', 'role', 'concern', 'voice', 'answer', 'inquiry', 'hearing',
    'verdict', 'assignment', 'event', 'hold', 'clock', 'content', 'delivery', 'dialogue'];
BEGIN
  FOREACH name IN ARRAY server_tables || tenant_tables || ARRAY['event_rest'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  FOREACH name IN ARRAY server_tables LOOP
    EXECUTE format('CREATE POLICY server ON %I TO hearback_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO hearback_engine', name);
  END LOOP;
  FOREACH name IN ARRAY tenant_tables LOOP
    EXECUTE format('CREATE POLICY tenant ON %I TO hearback_engine USING (%2$I = hearback_precinct()) WITH CHECK (%2$I = hearback_precinct())',
      name, CASE name WHEN 'precinct' THEN 'id' ELSE 'precinct_id' END);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hearback_engine', name);
    CONTINUE WHEN name = 'event';
    EXECUTE format('GRANT UPDATE ON %I TO hearback_engine', name);
  END LOOP;
END $$;

-- The engine erases salts, and deletes only what ends: drafts, voices, frozen texts, dialogues, and areas that the desk no longer lists.
GRANT UPDATE (salt) ON event TO hearback_engine;
GRANT DELETE ON concern, voice, content, dialogue, area TO hearback_engine;
-- What a precinct is called, and its zone, is public: every role reads it, so that a person can choose among theirs.
CREATE POLICY known ON precinct FOR SELECT TO hearback_engine, hearback_desk, hearback_community USING (true);
CREATE POLICY drafts_only ON concern AS RESTRICTIVE FOR DELETE TO hearback_engine USING (state = 'captured');

-- The desk never reads who spoke, nor what nobody agreed to send.
DO $$
DECLARE
  name text;
  which text;
BEGIN
  FOREACH name IN ARRAY ARRAY['precinct', 'community', 'area', 'concern', 'answer', 'inquiry', 'verdict', 'assignment', 'event',
    'clock', 'hold', 'role'] LOOP
    which := CASE name
      WHEN 'precinct' THEN 'id = hearback_precinct()'
      WHEN 'concern' THEN 'precinct_id = hearback_precinct() AND state <> ''captured'''
      WHEN 'role' THEN 'precinct_id = hearback_precinct() AND role IN (''officer'', ''lead'')'
      ELSE 'precinct_id = hearback_precinct()' END;
    EXECUTE format('CREATE POLICY desk ON %I FOR SELECT TO hearback_desk USING (%s)', name, which);
    EXECUTE format('GRANT SELECT ON %I TO hearback_desk', name);
  END LOOP;
END $$;

-- The community side reads as one person: their own voices, and what those voices lead to.
DO $$
DECLARE
  name text;
  which text;
BEGIN
  FOREACH name IN ARRAY ARRAY['precinct', 'community', 'area', 'role', 'voice', 'concern', 'answer', 'inquiry', 'verdict', 'hearing'] LOOP
    which := CASE
      WHEN name = 'precinct' THEN 'id = hearback_precinct()'
      WHEN name IN ('community', 'area') THEN 'precinct_id = hearback_precinct()'
      WHEN name = 'role' THEN 'person_id = hearback_person()'
      WHEN name = 'voice' THEN 'precinct_id = hearback_precinct() AND person_id = hearback_person()'
      WHEN name = 'hearing' THEN format('precinct_id = hearback_precinct() AND EXISTS (SELECT FROM voice v
        WHERE v.precinct_id = hearing.precinct_id AND v.id = hearing.voice_id)')
      ELSE format('precinct_id = hearback_precinct() AND EXISTS (SELECT FROM voice v
        WHERE v.precinct_id = %1$I.precinct_id AND v.concern_id = %1$I.%2$I)', name, CASE name WHEN 'concern' THEN 'id' ELSE 'concern_id' END)
      END;
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO hearback_community USING (%s)', name, which);
    EXECUTE format('GRANT SELECT ON %I TO hearback_community', name);
  END LOOP;
END $$;

-- The pump works for all tenants at once, and sees no concern: due rows, where they go, and what has expired.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['precinct', 'hold', 'place', 'content', 'clock', 'delivery', 'dialogue', 'bucket', 'inbox', 'code'] LOOP
    EXECUTE format('CREATE POLICY pump ON %I TO hearback_pump USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

GRANT SELECT ON precinct, hold, place, content TO hearback_pump;
GRANT SELECT, UPDATE ON clock, delivery TO hearback_pump;
GRANT SELECT, INSERT, UPDATE, DELETE ON bucket TO hearback_pump;
GRANT SELECT, DELETE ON inbox TO hearback_pump;
GRANT SELECT (hash, expires_at), DELETE ON code TO hearback_pump;
GRANT SELECT (precinct_id, place_key, expires_at), DELETE ON dialogue TO hearback_pump;

-- Product time is everybody's.
CREATE POLICY shared ON setting FOR SELECT TO hearback_desk, hearback_community, hearback_pump USING (true);
GRANT SELECT ON setting TO hearback_desk, hearback_community, hearback_pump;
