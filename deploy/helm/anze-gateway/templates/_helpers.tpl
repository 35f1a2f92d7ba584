{{- define "anze.labels" -}}
app.kubernetes.io/name: anze-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "anze.environment" -}}
{{- /* anze.intake.waiting becomes ANZE_INTAKE_WAITING, as Spring Boot reads it. */ -}}
{{- . | replace "-" "" | replace "." "_" | upper -}}
{{- end -}}
