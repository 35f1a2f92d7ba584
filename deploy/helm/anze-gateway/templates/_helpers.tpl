{{- define "anze.labels" -}}
app.kubernetes.io/name: anze-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "anze.environment" -}}
{{- /* anze.evidence.authorities[0].name becomes ANZE_EVIDENCE_AUTHORITIES_0_NAME, as Spring Boot reads it. */ -}}
{{- . | replace "-" "" | replace "[" "_" | replace "]" "" | replace "." "_" | upper -}}
{{- end -}}
