"""The tables of the emulator's state, and the numbered steps that lead to them."""

from __future__ import annotations

__all__ = ["STEPS"]

_FIRST = """
CREATE TABLE IF NOT EXISTS bots (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    instructions TEXT NOT NULL,
    visibility TEXT NOT NULL,
    temperature REAL NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS texts (
    bot INTEGER NOT NULL REFERENCES bots (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    characters INTEGER NOT NULL,
    ready_at REAL NOT NULL,
    PRIMARY KEY (bot, version)
);
CREATE TABLE IF NOT EXISTS conversations (
    number INTEGER PRIMARY KEY,
    bot INTEGER NOT NULL REFERENCES bots (number) ON DELETE CASCADE,
    id TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    UNIQUE (bot, id)
);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of ON messages (conversation)
"""
_PEOPLE_AND_TROUBLE = """
ALTER TABLE bots ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE texts ADD COLUMN mixed_from REAL;
ALTER TABLE texts ADD COLUMN known_from REAL;
ALTER TABLE texts ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
UPDATE texts SET mixed_from = ready_at, known_from = ready_at;
CREATE TABLE leads (
    number INTEGER PRIMARY KEY,
    bot INTEGER NOT NULL REFERENCES bots (number) ON DELETE CASCADE,
    conversation INTEGER NOT NULL UNIQUE REFERENCES conversations (number) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT,
    email TEXT,
    phone TEXT,
    created_at REAL NOT NULL
);
CREATE INDEX leads_of ON leads (bot);
CREATE TABLE contacts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL REFERENCES bots (number) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    external_id TEXT,
    name TEXT,
    email TEXT,
    phonenumber TEXT,
    stripe_accounts TEXT NOT NULL DEFAULT '[]',
    custom_attributes TEXT NOT NULL DEFAULT '{}',
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    UNIQUE (bot, external_id)
);
CREATE UNIQUE INDEX contact_emails ON contacts (bot, email COLLATE NOCASE);
CREATE TABLE attributes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL REFERENCES bots (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    label TEXT,
    description TEXT,
    archived INTEGER NOT NULL DEFAULT 0,
    UNIQUE (bot, name)
)
"""
STEPS = (_FIRST, _PEOPLE_AND_TROUBLE)
"""Each brings a file one version further; files of the first version count none."""
