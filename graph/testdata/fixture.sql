-- A small portal with known people: what the golden questions are asked of. Ids are made up by hand; times are around the
-- test's "now", 2026-11-23 12:00 UTC. Markets, clusters and technologies are the reference data.
insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, region, city, founded_year, headcount, turnover,
  balance_total, accounts_year, size_class, nace_codes, languages, certifications, website, description, search, created_at, updated_at)
select v.id, v.kind, v.status, v.listed, c.id, m.id, v.name, lower(v.name), v.country, v.region, v.city, 2012, v.headcount, 4200000, 3100000, 2025, v.size,
  '{21.20}', v.languages::text[], v.certifications::text[], 'https://' || v.site || '.example', v.description, to_tsvector('simple', v.name), '2026-01-05', '2026-01-05'
from (values
  ('org_0000000000000000000000000A', 'COMPANY', 'VERIFIED', true, 'biocat', null, 'Arbre Antibodies SL', 'ES', 'ES511', 'Barcelona', 24, 'SMALL', '{en,es,ca}', '{ISO 13485,GMP}', 'arbre', 'Antibodies against solid tumours, from discovery to clinical supply.'),
  ('org_0000000000000000000000000B', 'COMPANY', 'VERIFIED', false, 'biocat', null, 'Brisa Diagnostics SL', 'ES', 'ES511', 'Sabadell', 8, 'MICRO', '{en,es}', '{}', 'brisa', 'SECRET-unlisted Catalan diagnostics.'),
  ('org_0000000000000000000000000C', 'COMPANY', 'VERIFIED', false, 'biom', null, 'Chiemsee Therapeutics GmbH', 'DE', 'DE212', 'Martinsried', 60, 'MEDIUM', '{en,de}', '{}', 'chiemsee', 'SECRET-unlisted Bavarian therapeutics.'),
  ('org_0000000000000000000000000D', 'COMPANY', 'UNDER_REVIEW', true, 'biocat', null, 'Duna Devices SL', 'ES', 'ES512', 'Girona', 5, 'MICRO', '{en}', '{}', 'duna', 'Wound care devices.'),
  ('org_0000000000000000000000000E', 'COMPANY', 'DRAFT', true, 'biocat', null, 'SECRET-draft organisation SL', 'ES', 'ES511', 'Lleida', 3, 'MICRO', '{en}', '{}', 'era', 'Being written.'),
  ('org_0000000000000000000000000P', 'COMPANY', 'VERIFIED', true, 'biocat', 'CN', 'Puxi Biologics Co., Ltd.', 'CN', '', 'Shanghai', 300, 'LARGE', '{en,zh}', '{GMP,NMPA}', 'puxi', 'Contract development of antibodies in Shanghai.'),
  ('org_0000000000000000000000000Q', 'COMPANY', 'VERIFIED', true, 'biom', 'BR', 'Querida Biotec Ltda', 'BR', '', 'Campinas', 40, 'SMALL', '{pt,en}', '{}', 'querida', 'Distribution of diagnostics in Brazil.'),
  ('org_0000000000000000000000000F', 'COMPANY', 'SUSPENDED', true, 'biocat', null, 'SECRET-suspended Fonts SL', 'ES', 'ES511', 'Manresa', 9, 'MICRO', '{en}', '{}', 'fonts', 'SECRET-suspended description.')
) v (id, kind, status, listed, cluster, market, name, country, region, city, headcount, size, languages, certifications, site, description)
join cluster c on c.slug = v.cluster left join market m on m.code = v.market;

insert into capability (id, organisation_id, position, direction, technology_ids, text, language, stage, partnerships, market_ids)
select 'cap_000000000000000000000000' || v.n, v.org, 0, v.direction, array[t.id], v.text, 'en', 'DEMONSTRATION', v.partnerships::text[], '{}'
from (values
  ('0A', 'org_0000000000000000000000000A', 'OFFERS', 'monoclonal-antibodies', 'Humanised monoclonal antibodies against solid tumours with clinical-grade cell lines.', '{RESEARCH_COOPERATION,COMMERCIAL}'),
  ('0P', 'org_0000000000000000000000000P', 'SEEKS', 'monoclonal-antibodies', 'Antibody candidates for co-development in China.', '{RESEARCH_COOPERATION}')
) v (n, org, direction, slug, text, partnerships) join technology t on t.slug = v.slug;

insert into portal_user (id, email, email_key, name, language, email_verified_at, organisation_id, organisation_role, cluster_id, analyst, coordinator, created_at, updated_at)
select v.id, v.email, v.email, v.name, 'en', '2026-01-05', v.org, v.role, c.id, v.analyst, v.coordinator, '2026-01-05', '2026-01-05'
from (values
  ('usr_0000000000000000000000000A', 'anna@arbre.example', 'Anna Arbre', 'org_0000000000000000000000000A', 'ORGANISATION_ADMIN', null, false, false),
  ('usr_0000000000000000000000000B', 'bru@brisa.example', 'Bru Brisa', 'org_0000000000000000000000000B', 'MEMBER', null, false, false),
  ('usr_0000000000000000000000000C', 'carla@chiemsee.example', 'Carla Chiemsee', 'org_0000000000000000000000000C', 'ORGANISATION_ADMIN', null, false, false),
  ('usr_0000000000000000000000000P', 'ping@puxi.example', 'Ping Puxi', 'org_0000000000000000000000000P', 'ORGANISATION_ADMIN', null, false, false),
  ('usr_0000000000000000000000000S', 'sara@biocat.example', 'Sara Staff', null, null, 'biocat', false, false),
  ('usr_0000000000000000000000000T', 'theo@biom.example', 'Theo Staff', null, null, 'biom', false, false),
  ('usr_0000000000000000000000000K', 'luc@lyonbiopole.example', 'Luc Staff', null, null, 'lyonbiopole', false, false),
  ('usr_0000000000000000000000000M', 'pia@biopmed.example', 'Pia Staff', null, null, 'biopmed', false, false),
  ('usr_0000000000000000000000000F', 'sol@fonts.example', 'Sol Fonts', 'org_0000000000000000000000000F', 'ORGANISATION_ADMIN', null, false, false),
  ('usr_0000000000000000000000000Y', 'yara@analysis.example', 'Yara Analyst', null, null, null, true, false),
  ('usr_0000000000000000000000000Z', 'zoe@coordination.example', 'Zoe Coordinator', null, null, null, false, true)
) v (id, email, name, org, role, cluster, analyst, coordinator) left join cluster c on c.slug = v.cluster;

insert into opportunity (id, reference, kind, status, organisation_id, market_id, author_id, title, summary, description, advantages, specification, partner_sought,
  technology_ids, stage, trl, ipr, partnerships, requirements, deadline, language, confidential, listed_at, published_at, expires_at, created_at, updated_at)
select v.id, v.reference, v.kind, v.status, v.org, m.id, null, v.title, v.summary, v.description, v.advantages, v.specification, 'An SME with its own programme.',
  array[t.id], 'DEMONSTRATION', 6, 'GRANTED', v.partnerships::text[], v.requirements::jsonb, v.deadline::date, 'en', v.confidential,
  v.listed::timestamptz, case when v.status = 'PUBLISHED' then v.listed::timestamptz end, case when v.status = 'PUBLISHED' then v.listed::timestamptz + interval '365 days' end, v.listed::timestamptz, v.listed::timestamptz
from (values
  ('opp_0000000000000000000000000A', 'TRCN20261101001', 'TECHNOLOGY_REQUEST', 'PUBLISHED', 'org_0000000000000000000000000P', 'CN', 'Antibody candidates sought in Shanghai', 'A contract developer seeks antibodies against solid tumours.', 'Humanised antibodies for clinical development in China.', '', 'Humanised, with a stable cell line.', '{RESEARCH_COOPERATION}', '[{"kind":"CERTIFICATION","values":["GMP"],"mandatory":true},{"kind":"SIZE_CLASS","values":["MICRO","SMALL"],"mandatory":false}]', '2027-03-31', false, '2026-11-01', 'monoclonal-antibodies'),
  ('opp_0000000000000000000000000B', 'BRBR20261102001', 'BUSINESS_REQUEST', 'PUBLISHED', 'org_0000000000000000000000000Q', 'BR', 'Rapid tests sought for Brazil', 'A distributor seeks rapid tests.', 'Rapid tests for clinics, SECRET-description only for those signed in.', '', 'Registered or close to it.', '{COMMERCIAL}', '[{"kind":"LANGUAGE","values":["pt"],"mandatory":true}]', null, false, '2026-11-02', 'point-of-care-testing'),
  ('opp_0000000000000000000000000C', 'TOCN20261103001', 'TECHNOLOGY_OFFER', 'PUBLISHED', 'org_0000000000000000000000000P', 'CN', 'Confidential linker technology', 'A linker for antibody conjugates.', 'Stable linker.', 'Fewer side effects.', '', '{COMMERCIAL}', '[]', null, true, '2026-11-03', 'antibody-drug-conjugates'),
  ('opp_0000000000000000000000000D', 'TOES20261104001', 'TECHNOLOGY_OFFER', 'DRAFT', 'org_0000000000000000000000000A', 'CN', 'SECRET-draft of Arbre', 'Not for others yet.', 'Draft.', 'Humanised.', '', '{COMMERCIAL}', '[]', null, false, '2026-11-04', 'monoclonal-antibodies'),
  ('opp_0000000000000000000000000E', 'BOES20261105001', 'BUSINESS_OFFER', 'SUBMITTED', 'org_0000000000000000000000000A', 'US', 'Antibody reagents for laboratories', 'Reagents for research.', 'Reagents.', 'Stable for two years.', '', '{COMMERCIAL}', '[]', null, false, '2026-11-05', 'monoclonal-antibodies'),
  ('opp_0000000000000000000000000F', 'BOES20261106001', 'BUSINESS_OFFER', 'PUBLISHED', 'org_0000000000000000000000000F', 'US', 'SECRET-suspended offer', 'SECRET-suspended summary.', 'Reagents.', 'Stable for two years.', '', '{COMMERCIAL}', '[]', null, false, '2026-11-05', 'monoclonal-antibodies')
) v (id, reference, kind, status, org, market, title, summary, description, advantages, specification, partnerships, requirements, deadline, confidential, listed, slug)
join market m on m.code = v.market join technology t on t.slug = v.slug;
update opportunity set author_id = 'usr_0000000000000000000000000A' where organisation_id = 'org_0000000000000000000000000A';

insert into review (id, opportunity_id, reviewer_id, decision, issues, created_at) values
  ('rev_0000000000000000000000000E', 'opp_0000000000000000000000000E', 'usr_0000000000000000000000000S', 'CHANGES_REQUESTED',
   '[{"severity":"MAJOR","field":"summary","message":"SECRET-review of the summary"}]', '2026-11-06');

insert into mission (id, direction, status, admission, cluster_id, market_id, title, description, city, venue, time_zone, starts_on, ends_on, opens_at, closes_at,
  capacity, seats_per_organisation, fee_cents, travel_aid_cents, created_at, updated_at)
select v.id, 'OUTBOUND', v.status, v.admission, c.id, m.id, v.title, 'Meetings with partners.', 'Shanghai', 'Fenglin', 'Asia/Shanghai', '2027-03-15', '2027-03-19',
  '2026-11-01T08:00Z', '2027-01-31T22:00Z', v.capacity, 2, 90000, 50000, '2026-10-01', '2026-10-01'
from (values
  ('mis_0000000000000000000000000A', 'OPEN', 'FIRST_COME', 'biocat', 'CN', 'Antibodies in Shanghai 2027', 1),
  ('mis_0000000000000000000000000B', 'DRAFT', 'SELECTION', 'biom', 'US', 'SECRET-draft mission to Boston', 12)
) v (id, status, admission, cluster, market, title, capacity) join cluster c on c.slug = v.cluster join market m on m.code = v.market;
insert into registration (id, mission_id, organisation_id, cluster_id, submitted_by, status, arrival, motivation, place_reason, created_at, updated_at)
select v.id, 'mis_0000000000000000000000000A', v.org, o.cluster_id, v.who, v.status, v.arrival, 'SECRET-motivation of ' || o.legal_name, v.reason, '2026-11-10', '2026-11-10'
from (values
  ('reg_0000000000000000000000000B', 'org_0000000000000000000000000B', 'usr_0000000000000000000000000B', 'CONFIRMED', 1, 'OPEN_PLACE'),
  ('reg_0000000000000000000000000C', 'org_0000000000000000000000000C', 'usr_0000000000000000000000000C', 'WAITLISTED', 2, 'FULL')
) v (id, org, who, status, arrival, reason) join organisation o on o.id = v.org;
update mission set last_arrival = 2 where id = 'mis_0000000000000000000000000A';
insert into delegate (registration_id, position, name, email, role)
select id, 0, 'SECRET-delegate', 'secret-delegate@' || right(id, 1) || '.example', 'CEO' from registration;
insert into registration_change (registration_id, position, at, actor_id, from_status, to_status)
select id, 0, created_at, submitted_by, null, status from registration;

insert into organisation_block (organisation_id, blocked_id, created_by, created_at) values
  ('org_0000000000000000000000000B', 'org_0000000000000000000000000P', 'usr_0000000000000000000000000B', '2026-11-12');
insert into match_rating (organisation_id, opportunity_id, side, relevant, reason, note, score, weights_version, snapshot, rated_by, rated_at) values
  ('org_0000000000000000000000000A', 'opp_0000000000000000000000000A', 'OWNER', true, null, 'SECRET-note of Puxi', 912, 1, 7, 'usr_0000000000000000000000000P', '2026-11-12'),
  ('org_0000000000000000000000000A', 'opp_0000000000000000000000000B', 'ORGANISATION', false, 'WRONG_TECHNOLOGY', 'SECRET-note of Arbre', 394, 1, 7, 'usr_0000000000000000000000000A', '2026-11-13');

insert into mission (id, direction, status, admission, cluster_id, market_id, title, city, time_zone, starts_on, ends_on, opens_at, closes_at, capacity, seats_per_organisation, created_at, updated_at)
select 'mis_0000000000000000000000000C', 'OUTBOUND', 'RUNNING', 'FIRST_COME', c.id, m.id, 'Diagnostics in Campinas 2026', 'Campinas', 'America/Sao_Paulo', '2026-11-20', '2026-11-25',
  '2026-08-01T08:00Z', '2026-09-30T22:00Z', 5, 2, '2026-07-01', '2026-07-01' from cluster c, market m where c.slug = 'biocat' and m.code = 'BR';
insert into registration (id, mission_id, organisation_id, cluster_id, submitted_by, status, arrival, motivation, place_reason, created_at, updated_at)
select v.id, 'mis_0000000000000000000000000C', v.org, o.cluster_id, null, v.status, v.arrival, 'SECRET-motivation of ' || o.legal_name, v.reason, '2026-08-10', '2026-08-10'
from (values
  ('reg_0000000000000000000000000D', 'org_0000000000000000000000000B', 'CONFIRMED', 1, 'OPEN_PLACE'),
  ('reg_0000000000000000000000000E', 'org_0000000000000000000000000A', 'ATTENDED', 2, null)
) v (id, org, status, arrival, reason) join organisation o on o.id = v.org;
insert into delegate (registration_id, position, name, email, role) values
  ('reg_0000000000000000000000000D', 0, 'Brisa Delegate', 'secret-delegate@B.example', 'CTO'), ('reg_0000000000000000000000000E', 0, 'Arbre Delegate', 'delegate@arbre.example', 'CTO');

insert into follow_up (registration_id, people, submitted_by, submitted_at) values ('reg_0000000000000000000000000B',
  '[{"email":"secret-delegate@B.example","passportName":"SECRET-passport of Brisa","passportNumber":"X1","passportExpiresOn":"2030-01-01","nationality":"ES","needsVisa":true,"dietary":"vegan","assistance":"","emergencyContact":""}]',
  'usr_0000000000000000000000000B', '2026-11-11');
insert into proposal (id, registration_id, status, motivation, message, proposed_by, created_at) values
  ('prp_0000000000000000000000000B', 'reg_0000000000000000000000000B', 'PROPOSED', 'Another reason.', 'SECRET-message of Brisa', 'usr_0000000000000000000000000B', '2026-11-12');
insert into feedback (registration_id, satisfaction, comment, given_by, given_at) values
  ('reg_0000000000000000000000000B', 4, 'SECRET-comment of Brisa', 'usr_0000000000000000000000000B', '2026-11-13');
insert into document (id, mission_id, title, file_name, media_type, audience, size, content, created_at)
select v.id, 'mis_0000000000000000000000000A', v.title, 'a.pdf', 'application/pdf', v.audience, 9, '%PDF-1.7', '2026-11-01'
from (values ('doc_0000000000000000000000000A', 'Programme for all', 'EVERYONE'), ('doc_0000000000000000000000000P', 'SECRET-hotel list', 'PARTICIPANTS'),
  ('doc_0000000000000000000000000S', 'SECRET-budget', 'STAFF')) v (id, title, audience);
insert into outcome (id, kind, mission_id, organisation_id, partner_organisation_id, partner_name, market_id, cluster_id, agreed_on, value_band, evidence, once_key, created_at)
select 'out_0000000000000000000000000B', 'NDA', 'mis_0000000000000000000000000A', o.id, 'org_0000000000000000000000000P', 'Puxi Biologics Co., Ltd.', m.id, o.cluster_id, '2026-11-20',
  'UNDISCLOSED', 'SECRET-evidence of Brisa', 'k', '2026-11-21' from organisation o, market m where o.id = 'org_0000000000000000000000000B' and m.code = 'CN';
insert into job (id, kind, payload, run_at, attempts, last_error, dead_at, created_at) values ('job_0000000000000000000000000A', 'letter',
  '{"to":"secret-recipient@away.example","kind":"PASSWORD_RESET","subject":"x","body":"SECRET-link","at":"2026-11-20T00:00:00Z"}', '2026-11-20', 12, 'SECRET-error', '2026-11-21', '2026-11-20');
insert into event (id, at, actor_id, act, subject_id, detail, request_id, client) values ('evt_0000000000000000000000000A', '2026-11-20', 'usr_0000000000000000000000000S',
  'updateMission', 'mis_0000000000000000000000000A', '{"status":"SECRET-event","capacity":[1,2]}', 'request', '192.0.2.77');
insert into passkey (id, user_id, credential_id, record, name, created_at) values ('pky_0000000000000000000000000A', 'usr_0000000000000000000000000A', 'x', '{}', 'SECRET-passkey of Arbre', '2026-11-20');
insert into totp (user_id, secret, created_at, confirmed_at) values ('usr_0000000000000000000000000B', 'SECRET-totp of Brisa', '2026-11-01', '2026-11-01');
insert into session (id, user_id, kind, secret_hash, browser, system, created_at, expires_at) values ('ses_0000000000000000000000001A', 'usr_0000000000000000000000000A', 'COOKIE', 'y', 'SECRET-browser of Arbre', 'SECRET-system of Arbre', '2026-11-20', '2099-01-01');
insert into api_token (id, user_id, name, hash, scopes, created_at, expires_at) values ('tok_0000000000000000000000000A', 'usr_0000000000000000000000000A', 'SECRET-token of Arbre',
  'x', '{READ}', '2026-11-20', '2027-11-20');
