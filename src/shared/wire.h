/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire — names and limits that kiosk, courier, city and desk must agree on (design.md §4, §5).
 * The contract in words and schemas is sync/api/openapi.yaml; a test compares the two.
 */
#ifndef MARUMADO_WIRE_H
#define MARUMADO_WIRE_H

#define WIRE_VERSION 1
#define WIRE_ID_HEX 32          /* hex digits of an item id: 128 random bits */
#define WIRE_SHA256_HEX 64      /* lower-case hex digits of a SHA-256 */
#define WIRE_KID_MAX 64         /* bytes; a P-256 JWK thumbprint is 43 */
#define WIRE_MADE_LEN 13        /* "2026-11-23T10": local hour, never finer */

#define WIRE_BATCH_ITEMS_MAX 64
#define WIRE_BATCH_BYTES_MAX (1024 * 1024)
#define WIRE_ITEM_BYTES_MAX (96 * 1024)  /* 32 KiB sealed to three recipients, base64 twice */
#define WIRE_ACK_BYTES_MAX (256 * 1024)  /* what a client reads of an answer before it hangs up */
#define WIRE_DOC_BYTES_MAX (256 * 1024)  /* key document */
#define WIRE_STATUS_BYTES_MAX (4 * 1024 * 1024) /* status document: some 8,000 cases */
#define WIRE_RETRY_AFTER_MAX_S 86400

/* File in DATA/outbox: whoever writes it asks the courier to try at once. */
#define WIRE_TRY_NOW "try-now"
/* The same, to carry to and from the USB stick; the outcome is a document of the courier. */
#define WIRE_TO_USB "to-usb"
#define WIRE_USB_NOTE "usb"

#define WIRE_PATH_ITEMS "/v1/items"
#define WIRE_PATH_KEYS "/v1/keys"
#define WIRE_PATH_STATUS "/v1/status"
#define WIRE_PATH_HEALTH "/healthz"
#define WIRE_PATH_METRICS "/metrics"
#define WIRE_STATUS_FILE "status.jws" /* its name wherever it lies */
#define WIRE_TYPE_JOSE "application/jose"
#define WIRE_TYPE_JSON "application/json"
#define WIRE_TYPE_PROBLEM "application/problem+json"

#define WIRE_TYP_ITEM "marumado-item"   /* JWS header "typ" */
#define WIRE_TYP_ACK "marumado-ack"
#define WIRE_TYP_KEYS "marumado-keys"
#define WIRE_TYP_STATUS "marumado-status"

#define WIRE_KIND_RECORD "record"
#define WIRE_KIND_ENROL "enrol"
#define WIRE_KIND_HEALTH "health"

#define WIRE_VERDICT_STORED "stored"
#define WIRE_VERDICT_DUPLICATE "duplicate"
#define WIRE_VERDICT_CONFLICT "conflict"
#define WIRE_VERDICT_REFUSED "refused"
#define WIRE_VERDICT_PENDING "pending"

/* prev of a device's first item */
#define WIRE_PREV_NONE "0000000000000000000000000000000000000000000000000000000000000000"
#endif
